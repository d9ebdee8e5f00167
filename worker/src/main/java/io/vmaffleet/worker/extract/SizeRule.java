package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which pictures are too small for a recipe, decided before any extractor runs: below these sizes libvmaf's
/// extractors refuse (float_ms_ssim below 176, cambi when both sides are below 216) or crash the process
/// (speed_chroma below 160, speed_temporal below 80, adm at 16).
///
/// The rule is the recipe's, not the computed subset's: a feature that libvmaf cannot give has no constant either.
public final class SizeRule {
    /// What libvmaf's extractors need of the smaller side, where one is known to need more than [#LEAST].
    private static final Map<Extractor, Integer> SMALLER_SIDE =
            Map.of(Extractor.FLOAT_MS_SSIM, 176, Extractor.SPEED_CHROMA, 160, Extractor.SPEED_TEMPORAL, 80);

    /// Of the larger side.
    private static final Map<Extractor, Integer> LARGER_SIDE = Map.of(Extractor.CAMBI, 216);

    /// At 16 adm crashes; of pictures of 32 lines its smallest scale, and the model's vmaf with it, differ from run to
    /// run. Below one and a half times that nothing is tried.
    private static final int LEAST = 48;

    /// Which extractors a model of the newer kind uses beside adm and motion.
    private static final List<Extractor> NEWER_MODELS = List.of(Extractor.CAMBI, Extractor.SPEED_CHROMA);

    /// Of the smaller side, by the end of a newer model's name: it scales pictures by 0.5 or 0.6 before speed_chroma
    /// sees them, which crashes at what is then below its limit.
    private static final Map<String, Integer> SMALLER_SIDE_OF_SCALED = Map.of("_3d0h_2160", 320, "_5d0h", 267);

    private SizeRule() {}

    /// Why pictures of this size cannot be measured, as one sentence; empty when they can.
    public static Optional<String> tooSmall(Recipe recipe, int width, int height) {
        Least least = least(recipe, recipe.askedModels());
        if (least.holds(width, height)) {
            return Optional.empty();
        }
        List<Model> builtIn = recipe.askedModels().stream()
                .filter(model -> model.sha256().isEmpty())
                .toList();
        String what = least(recipe, builtIn).holds(width, height)
                ? "the model file " + fromFiles(recipe) + ", which may be made of anything and is taken to need"
                : recipe.name() + ", which needs";
        String whose = recipe.pairing() instanceof Pairing.Reference ? "its reference's" : "its";
        return Optional.of(whose + " pictures of " + width + "x" + height + " are too small for " + what
                + " a smaller side of at least " + least.smaller() + " and a larger one of at least " + least.larger()
                + " pixels");
    }

    private static String fromFiles(Recipe recipe) {
        return recipe.askedModels().stream()
                .filter(model -> model.sha256().isPresent())
                .map(Model::name)
                .collect(Collectors.joining(", "));
    }

    /// The smallest sides that can be measured.
    private record Least(int smaller, int larger) {
        boolean holds(int width, int height) {
            return Math.min(width, height) >= smaller && Math.max(width, height) >= larger;
        }
    }

    private static Least least(Recipe recipe, List<Model> models) {
        Set<Extractor> extractors = new HashSet<>();
        recipe.features().forEach(feature -> feature.extractor().ifPresent(extractors::add));
        models.forEach(model -> extractors.addAll(extractors(model)));
        int smaller = Math.max(most(extractors, SMALLER_SIDE), smallerSideOf(models));
        return new Least(smaller, Math.max(smaller, most(extractors, LARGER_SIDE)));
    }

    /// Those of a model beside the ones that bear any size. A model in a file may be made of anything.
    private static List<Extractor> extractors(Model model) {
        if (model.sha256().isPresent()) {
            return List.of(Extractor.values());
        }
        return model.name().startsWith("vmaf_v1.") ? NEWER_MODELS : List.of();
    }

    private static int smallerSideOf(List<Model> models) {
        return models.stream()
                .flatMap(model -> SMALLER_SIDE_OF_SCALED.entrySet().stream()
                        .filter(scaled ->
                                model.sha256().isPresent() || model.name().endsWith(scaled.getKey())))
                .mapToInt(Map.Entry::getValue)
                .reduce(LEAST, Math::max);
    }

    private static int most(Set<Extractor> extractors, Map<Extractor, Integer> limits) {
        return extractors.stream()
                .mapToInt(extractor -> limits.getOrDefault(extractor, LEAST))
                .reduce(LEAST, Math::max);
    }
}
