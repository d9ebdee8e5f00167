package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.task.Recipe.Layout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The corpus and its output, by the flags of the Python script where it has them.
final class CorpusOptions {
    @Mixin
    final FolderOptions folder = new FolderOptions();

    @Mixin
    final LabelOptions labels = new LabelOptions();

    @Option(names = "--out", required = true, paramLabel = "X.parquet", description = "The table to write.")
    Path output = Path.of("");

    @Option(
            names = "--frames",
            paramLabel = "DIR",
            description = {
                "Write the scores of each frame too, as a Parquet dataset in this",
                "folder, which is not there yet, or empty."
            })
    Optional<Path> frames = Optional.empty();

    @Option(
            names = "--extend",
            description = {
                "The clip list may differ from the one that the output was made of; clips without a row",
                "are measured. A run that was begun with --limit grows without it."
            })
    boolean extend;

    @Option(
            names = "--allow-fr-from-nr",
            description = "Measure clips against themselves although the sidecar names references.")
    boolean referencesAllowed;

    @Option(
            names = "--progress-every",
            defaultValue = "200",
            paramLabel = "N",
            description = "Where there is no terminal, print a line every N clips (default: ${DEFAULT-VALUE}).")
    int progressEvery;

    @ArgGroup(validate = false, heading = "Accepted for the sake of old scripts, and without effect:%n")
    private final Inert inert = new Inert();

    /// Whether a flag was given that has no effect.
    boolean hasInert() {
        return inert.isGiven();
    }

    static void checkProgress(int every) {
        if (every < 1) {
            throw CommandException.usage("--progress-every " + every + " is no number of clips: give 1 or more");
        }
    }

    /// @throws CommandException if they cannot be meant
    ///
    /// @param selfWanted whether it is said that each clip is compared with itself
    /// @param references where clips are compared with references
    /// @param layout of the table
    CorpusRequest request(boolean selfWanted, Optional<References> references, Layout layout) {
        labels.require();
        OptionalInt limit = folder.limit();
        checkProgress(progressEvery);
        if (!output.toString().endsWith(".parquet")) {
            throw CommandException.usage("--out " + output + " would be a Parquet table: name it so, X.parquet");
        }
        return new CorpusRequest(
                folder.clips,
                labels.scores,
                labels.sidecar,
                folder.pattern,
                limit,
                labels.splitSeed,
                referencesAllowed || selfWanted,
                references,
                layout);
    }

    /// Flags of the Python script that say how it works, which is not how this works.
    static final class Inert {
        static final String NOTE =
                "--threads, --threads-cuda, --scratch-dir, --no-cuda, --cpu-vmaf-bin and, without --engine vmaf-cli,"
                        + " --vmaf-bin do nothing here: clips are decoded and measured in process (see --workers,"
                        + " --libvmaf and --engine)";

        @Option(names = "--threads", paramLabel = "N")
        private Optional<Integer> threads = Optional.empty();

        @Option(names = "--threads-cuda", paramLabel = "N")
        private Optional<Integer> threadsCuda = Optional.empty();

        @Option(names = "--scratch-dir", paramLabel = "D")
        private Optional<Path> scratch = Optional.empty();

        @Option(names = "--no-cuda")
        private boolean noCuda;

        @Option(names = "--cpu-vmaf-bin", paramLabel = "F")
        private Optional<Path> cpuBinary = Optional.empty();

        private boolean isGiven() {
            return noCuda || Stream.of(threads, threadsCuda, scratch, cpuBinary).anyMatch(Optional::isPresent);
        }
    }
}
