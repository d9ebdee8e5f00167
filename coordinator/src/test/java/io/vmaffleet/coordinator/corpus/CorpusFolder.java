package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.task.Recipe.Layout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// A small corpus on disk for tests: files that are clips by name alone, scores and perhaps a sidecar.
public final class CorpusFolder {
    private final Path root;
    private String pattern = CorpusRequest.DEFAULT_PATTERN;
    private OptionalInt limit = OptionalInt.empty();
    private boolean allowFrFromNr;
    private boolean hasScores = true;
    private Optional<References> references = Optional.empty();
    private Layout layout = Layout.CLIPS;

    public CorpusFolder(Path root) {
        this.root = root;
        folder(clips());
    }

    public Path clips() {
        return root.resolve("clips");
    }

    public Path scores() {
        return root.resolve("scores.csv");
    }

    public Path sidecar() {
        return root.resolve("clips.jsonl");
    }

    /// A clip of as many bytes as its name is long.
    public CorpusFolder clip(String name) {
        return file(clips().resolve(name), name.getBytes(StandardCharsets.UTF_8));
    }

    /// A file whose name is given as percent-escaped bytes.
    public CorpusFolder clipOfBytes(String escapedName) {
        return file(Path.of(URI.create("file://" + clips() + "/" + escapedName)), new byte[] {1, 2, 3});
    }

    public CorpusFolder scores(String... lines) {
        return file(scores(), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public CorpusFolder sidecar(String... lines) {
        return file(sidecar(), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    CorpusFolder scoresOfBytes(byte[] bytes) {
        return file(scores(), bytes);
    }

    CorpusFolder sidecarOfBytes(byte[] bytes) {
        return file(sidecar(), bytes);
    }

    CorpusFolder pattern(String glob) {
        pattern = glob;
        return this;
    }

    public CorpusFolder limit(int clips) {
        limit = OptionalInt.of(clips);
        return this;
    }

    CorpusFolder allowFrFromNr() {
        allowFrFromNr = true;
        return this;
    }

    /// The scores are the sidecar's.
    CorpusFolder withoutScores() {
        hasScores = false;
        return this;
    }

    /// Clips are compared with the references that the sidecar names.
    public CorpusFolder withReferences() {
        references = Optional.of(new References(Optional.empty(), false));
        return this;
    }

    /// The table is to have CHUG's columns.
    public CorpusFolder inChugsLayout() {
        layout = Layout.CHUG;
        return withReferences();
    }

    CorpusFolder withReferencesAsClips() {
        references = Optional.of(new References(Optional.empty(), true));
        return this;
    }

    /// Clips are compared with the references of a pairs file.
    public CorpusFolder pairs(String... lines) {
        Path file = root.resolve("pairs.csv");
        references = Optional.of(new References(Optional.of(file), false));
        return file(file, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    public Corpus read() {
        return Corpus.read(request());
    }

    public CorpusRequest request() {
        return new CorpusRequest(
                clips(),
                hasScores ? Optional.of(scores()) : Optional.empty(),
                Files.exists(sidecar()) ? Optional.of(sidecar()) : Optional.empty(),
                pattern,
                limit,
                CorpusRequest.DEFAULT_SPLIT_SEED,
                allowFrFromNr,
                references,
                layout);
    }

    private CorpusFolder file(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void folder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
