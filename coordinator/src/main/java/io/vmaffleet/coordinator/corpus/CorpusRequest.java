package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.task.Recipe.Layout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Where a corpus lies and which part of it is wanted.
///
/// @param clipsDir the folder whose own files are the clips
/// @param scores the CSV with `video_name`, `video_score` and perhaps `mos_raw_0_100`; without it the sidecar's `mos`
///     is the score
/// @param metadata the sidecar, a JSON object a line
/// @param pattern a glob on the base name
/// @param limit take only so many clips, the first in corpus order
/// @param splitSeed decides which contents are train, val and test where the sidecar does not say
/// @param allowFrFromNr measure a corpus with references against itself all the same
/// @param references where clips are compared with references, which these are
/// @param layout of the table that is made, which says what of the sidecar is wanted
public record CorpusRequest(
        Path clipsDir,
        Optional<Path> scores,
        Optional<Path> metadata,
        String pattern,
        OptionalInt limit,
        String splitSeed,
        boolean allowFrFromNr,
        Optional<References> references,
        Layout layout) {
    public static final String DEFAULT_PATTERN = "*.mp4";
    public static final String DEFAULT_SPLIT_SEED = "chug-hdr-v1";

    /// Where clips have their references from.
    ///
    /// @param pairs the CSV with `video_name` and `reference_name`; without it the sidecar says what is a reference
    /// @param withIdentity whether references are clips too, each compared with itself
    public record References(Optional<Path> pairs, boolean withIdentity) {}

    public CorpusRequest {
        if (scores.isEmpty() && metadata.isEmpty()) {
            throw new IllegalArgumentException("neither scores nor a sidecar");
        }
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException("a limit of " + limit.getAsInt() + " clips");
        }
    }
}
