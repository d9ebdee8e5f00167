package io.vmaffleet.worker.extract;

import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;

/// Measures a clip: frames in, a score a feature and frame out.
///
/// Used by one thread, one clip at a time. A clip that cannot be measured is the source's or the
/// extractor's [io.vmaffleet.worker.decode.UnmeasurableClipException], which leaves the extractor usable.
/// Any other exception but [UnsupportedRecipeException] is the extractor's own failure, after which it must
/// be replaced.
public interface FeatureExtractor {
    /// Which of a recipe's features are computed.
    enum Scope {
        /// Those that can vary under the recipe's pairing; the others are known without looking.
        VARYING,
        /// Every feature of the recipe.
        ALL
    }

    /// Reads the source to its end; no frame at all gives scores of zero frames.
    ///
    /// @throws UnsupportedRecipeException if it cannot measure by this recipe at all
    FrameScores extract(FrameSource source, Recipe recipe, Scope scope, FrameListener listener);

    /// As [#extract] with what varies, and then the clip's first two frames once more with every feature, so that what
    /// was taken for constant can be checked.
    AuditedScores extractAudited(FrameSource source, Recipe recipe, FrameListener listener);

    /// Every feature of a clip against another.
    ///
    /// @throws UnsupportedRecipeException if it cannot measure by this recipe at all
    FrameScores extract(FramePairSource pairs, Recipe recipe, FrameListener listener);

    /// @param scores of the whole clip, of what varies
    /// @param firstFrames of its first two frames (or fewer, if it has no more), of every feature
    record AuditedScores(FrameScores scores, FrameScores firstFrames) {}
}
