package io.vmaffleet.worker.row;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.ModelScore;
import io.vmaffleet.feature.MotionWeight;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.FrameCodec;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

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

    /// The scores of each frame in the recipe's order, in the parts in which they travel.
    ///
    /// @throws IllegalStateException if a feature that varies was not computed
    public static List<String> frames(MediaFormat format, Recipe recipe, FrameScores scores) {
        List<IntToDoubleFunction> columns = recipe.scores().stream()
                .map(score -> column(format, score, scores))
                .toList();
        return FrameCodec.encode(scores.frames(), columns);
    }

    private static IntToDoubleFunction column(MediaFormat format, Score score, FrameScores scores) {
        if (scores.has(score)) {
            return frame -> scores.at(score, frame);
        }
        double constant = constant(format, score);
        double value = Double.isFinite(constant) ? constant : Double.NaN;
        return frame -> value;
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
        return FeatureStats.constant(constant(format, score));
    }

    private static double constant(MediaFormat format, Score score) {
        return switch (score) {
            case Feature feature -> feature.whenIdentical(format.bitDepth());
            case ModelScore model -> throw new IllegalStateException(model.column() + " was not computed");
        };
    }
}
