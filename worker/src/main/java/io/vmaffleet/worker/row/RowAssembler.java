package io.vmaffleet.worker.row;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.MotionWeight;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FrameScores;

/// Makes a row of frame scores: the statistics of what was computed, the constant of what was not.
public final class RowAssembler {
    private RowAssembler() {}

    /// The row of a clip with at least one frame.
    ///
    /// @throws IllegalStateException if a feature that varies was not computed
    public static FeatureRow assemble(MediaFormat format, Recipe recipe, FrameScores scores) {
        if (scores.frames() == 0) {
            throw new IllegalArgumentException("a row of no frames");
        }
        return new FeatureRow(
                format.width(),
                format.height(),
                format.fps(),
                format.isHdr(),
                MotionWeight.of(format.fps()),
                FeatureRow.values(recipe.columns(), feature -> statistics(format, feature, scores)));
    }

    private static FeatureStats statistics(MediaFormat format, Feature feature, FrameScores scores) {
        return scores.has(feature)
                ? FeatureStats.of(scores.of(feature))
                : FeatureStats.constant(feature.whenIdentical(format.bitDepth()));
    }
}
