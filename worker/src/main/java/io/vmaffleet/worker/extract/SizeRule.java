package io.vmaffleet.worker.extract;

import io.vmaffleet.task.Recipe;
import java.util.Optional;

/// Which pictures are too small for a recipe, decided before any extractor runs: below these sizes libvmaf's
/// extractors refuse (float_ms_ssim below 176, cambi when both sides are below 216) or crash the process
/// (speed_chroma below 160, speed_temporal below 80, adm at 16).
///
/// The rule is the recipe's, not the computed subset's: a feature that libvmaf cannot give has no constant either.
public final class SizeRule {
    static final int MIN_SMALLER_SIDE = 176;
    static final int MIN_LARGER_SIDE = 216;

    private SizeRule() {}

    /// Why pictures of this size cannot be measured, as one sentence; empty when they can.
    public static Optional<String> tooSmall(Recipe recipe, int width, int height) {
        if (Math.min(width, height) >= MIN_SMALLER_SIDE && Math.max(width, height) >= MIN_LARGER_SIDE) {
            return Optional.empty();
        }
        return Optional.of("its pictures of " + width + "x" + height + " are too small for " + recipe.featureSet()
                + ", which needs a smaller side of at least " + MIN_SMALLER_SIDE + " and a larger one of at least "
                + MIN_LARGER_SIDE + " pixels");
    }
}
