package io.vmaffleet.coordinator.corpus;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// Where a corpus lies and which part of it is wanted.
///
/// @param clipsDir the folder whose own files are the clips
/// @param scores the CSV with `video_name`, `video_score` and, if wanted, `mos_raw_0_100`
/// @param metadata the sidecar, a JSON object a line
/// @param pattern a glob on the base name
/// @param limit take only so many clips, the first in corpus order
/// @param splitSeed decides which contents are train, val and test where the sidecar does not say
/// @param allowFrFromNr measure a corpus with references against itself all the same
public record CorpusRequest(
        Path clipsDir,
        Path scores,
        Optional<Path> metadata,
        String pattern,
        OptionalInt limit,
        String splitSeed,
        boolean allowFrFromNr) {
    public static final String DEFAULT_PATTERN = "*.mp4";
    public static final String DEFAULT_SPLIT_SEED = "chug-hdr-v1";

    public CorpusRequest {
        if (limit.isPresent() && limit.getAsInt() < 1) {
            throw new IllegalArgumentException("a limit of " + limit.getAsInt() + " clips");
        }
    }
}
