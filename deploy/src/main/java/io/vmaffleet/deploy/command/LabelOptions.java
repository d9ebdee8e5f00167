package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.corpus.CorpusRequest;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the labels of clips are from.
final class LabelOptions {
    @Option(
            names = "--scores",
            paramLabel = "S.csv",
            description = {
                "The opinion scores: video_name, video_score[, mos_raw_0_100];",
                "without it the sidecar's mos is the score."
            })
    Optional<Path> scores = Optional.empty();

    @Option(
            names = "--metadata-jsonl",
            paramLabel = "M.jsonl",
            description = "A sidecar with metadata and geometry, one JSON object a line.")
    Optional<Path> sidecar = Optional.empty();

    @Option(
            names = "--split-seed",
            defaultValue = CorpusRequest.DEFAULT_SPLIT_SEED,
            paramLabel = "SEED",
            description = "Seed of the train/val/test split by content (default: ${DEFAULT-VALUE}).")
    String splitSeed = "";

    /// @throws CommandException if there are none at all
    void requireAny() {
        if (scores.isEmpty() && sidecar.isEmpty()) {
            throw CommandException.usage("no labels: give --scores, --metadata-jsonl, or both");
        }
    }

    /// @throws CommandException if there can be no scores
    void require() {
        if (scores.isEmpty() && sidecar.isEmpty()) {
            throw CommandException.usage("no opinion scores: give --scores, or by --metadata-jsonl a sidecar with mos");
        }
    }
}
