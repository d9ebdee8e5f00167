package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import java.nio.file.Path;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// Which files are clips.
final class FolderOptions {
    @Option(names = "--clips-dir", required = true, paramLabel = "D", description = "The folder with the clips.")
    Path clips = Path.of("");

    @Option(
            names = "--limit",
            defaultValue = "0",
            paramLabel = "N",
            description = "Only the first N clips (default: ${DEFAULT-VALUE}, all of them).")
    private int limit;

    @Option(
            names = "--pattern",
            defaultValue = CorpusRequest.DEFAULT_PATTERN,
            paramLabel = "GLOB",
            description = "Which files of the folder are clips (default: ${DEFAULT-VALUE}).")
    String pattern = "";

    /// @throws CommandException if it is negative
    OptionalInt limit() {
        if (limit < 0) {
            throw CommandException.usage("--limit " + limit + " is no number of clips: give 0 for all");
        }
        return limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit);
    }
}
