package io.vmaffleet.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A folder for small runs, with links to some clips, that is gone afterwards.
final class TrialFolder implements AutoCloseable {
    /// The folder of the links in it.
    static final String CLIPS = "clips";

    private final Path path;

    private TrialFolder(Path path) {
        this.path = path;
    }

    /// @param clips files of the folder, linked into [#clips]
    static TrialFolder of(String prefix, Path folder, Collection<String> clips) throws IOException {
        TrialFolder trial = new TrialFolder(Files.createTempDirectory(prefix));
        try {
            trial.link(folder.toAbsolutePath(), clips);
            return trial;
        } catch (IOException | RuntimeException e) {
            try (trial) {
                throw e;
            }
        }
    }

    private void link(Path folder, Collection<String> names) throws IOException {
        Files.createDirectory(clips());
        for (String name : names) {
            Files.createSymbolicLink(clips().resolve(name), folder.resolve(name));
        }
    }

    Path path() {
        return path;
    }

    Path clips() {
        return path.resolve(CLIPS);
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(path)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }
}
