package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.ConstantsAudit;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.List;
import java.util.Optional;

/// Proves at an engine's start, on synthetic frames of both depths, that what is constant under self pairing is so
/// with this libvmaf.
public final class ConstantsProof {
    private static final int FRAMES = 2;

    /// The smallest pictures that every extractor measures.
    private static final List<MediaFormat> FORMATS =
            List.of(SyntheticFrames.format(216, 176, 8), SyntheticFrames.format(176, 216, 10));

    private ConstantsProof() {}

    /// The first constant that does not hold, as one sentence; empty when all hold. An engine that gets a sentence
    /// must not measure.
    public static Optional<String> difference(FeatureExtractor extractor) {
        for (MediaFormat format : FORMATS) {
            try (SyntheticFrames frames = new SyntheticFrames(format, FRAMES, SyntheticFrames.Side.REFERENCE)) {
                FrameScores inFull = extractor.extract(frames, Recipe.K150K, Scope.ALL, FrameListener.NONE);
                Optional<String> difference = ConstantsAudit.difference(Recipe.K150K, inFull, format.bitDepth());
                if (difference.isPresent()) {
                    return difference;
                }
            }
        }
        return Optional.empty();
    }
}
