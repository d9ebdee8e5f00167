package io.vmaffleet.worker.row;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.ModelScore;
import io.vmaffleet.feature.MotionWeight;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.Optional;

/// Makes a row of frame scores: the statistics of what was computed, the constant of what was not.
public final class RowAssembler {
    private RowAssembler() {}

    /// The row of a clip with at least one frame, measured by itself.
    ///
    /// @throws IllegalStateException if a feature that varies was not computed
    public static FeatureRow assemble(MediaFormat format, Recipe recipe, FrameScores scores) {
        return assemble(format, recipe, scores, Optional.empty());
    }

    /// The row of a clip measured against another, with at least one pair of frames.
    ///
    /// @throws IllegalStateException if a feature was not computed
    public static FeatureRow assemble(MediaFormat format, Recipe recipe, FrameScores scores, PairFacts pair) {
        return assemble(format, recipe, scores, Optional.of(pair));
    }

    private static FeatureRow assemble(
            MediaFormat format, Recipe recipe, FrameScores scores, Optional<PairFacts> pair) {
        if (scores.frames() == 0) {
            throw new IllegalArgumentException("a row of no frames");
        }
        return new FeatureRow(
                format.width(),
                format.height(),
                format.fps(),
                format.isHdr(),
                MotionWeight.of(format.fps()),
                FeatureRow.values(recipe.columns(), score -> statistics(format, score, scores)),
                pair);
    }

    private static FeatureStats statistics(MediaFormat format, Score score, FrameScores scores) {
        if (scores.has(score)) {
            return FeatureStats.of(scores.of(score));
        }
        return switch (score) {
            case Feature feature -> FeatureStats.constant(feature.whenIdentical(format.bitDepth()));
            case ModelScore model -> throw new IllegalStateException(model.column() + " was not computed");
        };
    }
}
