package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.task.Model;
import io.vmaffleet.worker.extract.FileSha256;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of models that this process was told of, by the digest of their bytes. Immutable.
public final class ModelFiles {
    public static final ModelFiles NONE = new ModelFiles(Map.of());

    private final Map<String, Path> byDigest;

    private ModelFiles(Map<String, Path> byDigest) {
        this.byDigest = Map.copyOf(byDigest);
    }

    /// @throws IllegalArgumentException if one cannot be read, as a sentence
    public static ModelFiles of(List<Path> files) {
        Map<String, Path> byDigest = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                byDigest.put(FileSha256.of(file), file);
            } catch (IOException e) {
                throw new IllegalArgumentException("the model file " + file + " cannot be read (" + e.getMessage()
                        + "): name one that this process may read");
            }
        }
        return new ModelFiles(byDigest);
    }

    /// All of them.
    Iterable<Path> files() {
        return byDigest.values();
    }

    /// The file of a model that is not built in. It is read again, so that a file which was changed since is not taken
    /// for the one that the recipe means.
    ///
    /// @throws UnsupportedRecipeException if none of them is it
    public Path find(Model model) {
        String wanted = model.sha256().orElseThrow();
        Path file = byDigest.get(wanted);
        if (file == null) {
            throw new UnsupportedRecipeException("no file with the model " + model.shown()
                    + " is known here: start the worker with --model-file and that file");
        }
        try {
            if (FileSha256.of(file).equals(wanted)) {
                return file;
            }
        } catch (IOException e) {
            throw new UnsupportedRecipeException("the model file " + file + " cannot be read any more ("
                    + e.getMessage() + "): put it back and start the worker again");
        }
        throw new UnsupportedRecipeException("the model file " + file
                + " was changed since this worker started: put the one of the run back, or start the worker again");
    }
}
