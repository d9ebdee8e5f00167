package io.vmaffleet.worker.row;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.MotionWeight;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.List;

/// Makes a row of frame scores: the statistics of what was computed, the constant of what was not.
public final class RowAssembler {
    private RowAssembler() {}

    /// The row of a clip with at least one frame.
    ///
    /// @throws IllegalStateException if a feature that varies was not computed
    public static FeatureRow assemble(MediaFormat format, FrameScores scores) {
        if (scores.frames() == 0) {
            throw new IllegalArgumentException("a row of no frames");
        }
        List<FeatureStats> stats = Feature.inOrder().stream()
                .map(feature -> scores.has(feature)
                        ? FeatureStats.of(scores.of(feature))
                        : FeatureStats.constant(feature.whenIdentical(format.bitDepth())))
                .toList();
        return new FeatureRow(
                format.width(), format.height(), format.fps(), format.isHdr(), MotionWeight.of(format.fps()), stats);
    }
}
