package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.task.Model;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A model of libvmaf's in a JSON file: one, or several in an object by number.
final class ModelFile {
    private static final String MODEL = "model_dict";
    private static final String FIRST_OF_SEVERAL = "0";

    private ModelFile() {}

    /// The model as recipes name it: by the file's name without its ending, and by its bytes.
    ///
    /// @throws CommandException if the file cannot be read or is no model
    static Model read(Path file) {
        try {
            ObjectNode json = Json.readObject(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (!json.has(MODEL) && !json.path(FIRST_OF_SEVERAL).has(MODEL)) {
                throw noModel(file, "it has no " + MODEL);
            }
            return new Model(
                    String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", ""),
                    Optional.of(FileDigest.of(file).sha256()));
        } catch (WireFormatException e) {
            throw noModel(file, String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw CommandException.usage(
                    "--model " + file + ": no such file; name a model file, or a built-in model such as vmaf_v0.6.1");
        } catch (IOException e) {
            throw CommandException.usage("--model " + file + " cannot be read: name a model file that can be, or a"
                    + " built-in model such as vmaf_v0.6.1");
        }
    }

    private static CommandException noModel(Path file, String why) {
        return CommandException.usage(
                "--model " + file + " is no model of libvmaf's (" + why + "): name a JSON file that it reads");
    }
}
