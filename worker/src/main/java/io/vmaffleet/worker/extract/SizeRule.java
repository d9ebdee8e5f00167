package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Recipe;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which pictures are too small for a recipe, decided before any extractor runs: below these sizes libvmaf's
/// extractors refuse (float_ms_ssim below 176, cambi when both sides are below 216) or crash the process
/// (speed_chroma below 160, speed_temporal below 80, adm at 16).
///
/// The rule is the recipe's, not the computed subset's: a feature that libvmaf cannot give has no constant either.
public final class SizeRule {
    /// What libvmaf's extractors need of the smaller side, where one is known to need more than [#LEAST].
    private static final Map<String, Integer> SMALLER_SIDE =
            Map.of("float_ms_ssim", 176, "speed_chroma", 160, "speed_temporal", 80);

    /// Of the larger side.
    private static final Map<String, Integer> LARGER_SIDE = Map.of("cambi", 216);

    /// Below twice the size at which adm crashes nothing is tried.
    private static final int LEAST = 32;

    /// Which extractors a model of the newer kind uses beside adm and motion.
    private static final List<String> NEWER_MODELS = List.of("cambi", "speed_chroma");

    private SizeRule() {}

    /// Why pictures of this size cannot be measured, as one sentence; empty when they can.
    public static Optional<String> tooSmall(Recipe recipe, int width, int height) {
        Set<String> extractors = extractors(recipe);
        int smaller = most(extractors, SMALLER_SIDE);
        int larger = Math.max(smaller, most(extractors, LARGER_SIDE));
        if (Math.min(width, height) >= smaller && Math.max(width, height) >= larger) {
            return Optional.empty();
        }
        return Optional.of("its pictures of " + width + "x" + height + " are too small for " + recipe.name()
                + ", which needs a smaller side of at least " + smaller + " and a larger one of at least " + larger
                + " pixels");
    }

    private static Set<String> extractors(Recipe recipe) {
        Set<String> extractors = new HashSet<>();
        recipe.features().forEach(feature -> feature.extractor().ifPresent(extractors::add));
        if (recipe.features().contains(Feature.VMAF) && recipe.model().startsWith("vmaf_v1.")) {
            extractors.addAll(NEWER_MODELS);
        }
        return extractors;
    }

    private static int most(Set<String> extractors, Map<String, Integer> limits) {
        return extractors.stream()
                .mapToInt(extractor -> limits.getOrDefault(extractor, LEAST))
                .reduce(LEAST, Math::max);
    }
}
