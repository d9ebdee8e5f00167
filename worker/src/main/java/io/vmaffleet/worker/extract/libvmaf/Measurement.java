package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.MotionWeight;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.extract.ConstantsAudit;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What libvmaf is told for one clip, and under which names it will file the scores. A pure function of the clip's
/// format and the recipe.
///
/// @param cpuMask the CPU features that libvmaf must not use
/// @param subsample of so many frames one has scores, the first
/// @param models in the recipe's order, of which the first gives `vmaf`; none where that is not wanted
/// @param extractors in the order of the features they give
/// @param scoreNames by feature; `vmaf` is not among them, being asked of the model
/// @param takenForOne names of scores that models look at and nobody measures; empty where models bring their
///     extractors
public record Measurement(
        long cpuMask,
        int subsample,
        List<Model> models,
        List<ExtractorUse> extractors,
        Map<Feature, String> scoreNames,
        Set<String> takenForOne) {
    /// libvmaf's SIMD code for adm is wrong at 80 widths, the widest of them 532; its plain C is right at all.
    static final int FIRST_WIDTH_WITH_SIMD = 544;

    static final long ALL_CPU_FEATURES = 0;

    /// Every SIMD level that libvmaf's `cpumask` can switch off, on x86 as on ARM.
    static final long PLAIN_C = 0x3f;

    /// An extractor with the options it is given, sorted by key.
    public record ExtractorUse(String name, Map<String, String> options) {}

    public Measurement {
        models = List.copyOf(models);
        extractors = List.copyOf(extractors);
        scoreNames = Map.copyOf(scoreNames);
        takenForOne = Set.copyOf(takenForOne);
    }

    /// Of a clip by itself.
    public static Measurement of(MediaFormat format, Recipe recipe, Scope scope) {
        return of(format, format.pictures(), recipe, scope);
    }

    /// @param format of the distorted clip
    /// @param pictures that are compared
    public static Measurement of(MediaFormat format, PictureFormat pictures, Recipe recipe, Scope scope) {
        Optional<String> motionWeight =
                recipe.options().motionByRate() ? MotionWeight.option(MotionWeight.of(format.fps())) : Optional.empty();
        boolean asHdr = format.isHdr() && recipe.options().forHdr();
        Set<ExtractorUse> uses = new LinkedHashSet<>();
        Map<Feature, String> names = new EnumMap<>(Feature.class);
        for (Feature feature : recipe.features()) {
            if (feature.extractor().isEmpty()
                    || (scope == Scope.VARYING && !ConstantsAudit.isMeasured(feature, recipe))) {
                continue;
            }
            Extractor extractor = feature.extractor().get();
            Map<String, String> options = new TreeMap<>(options(extractor, motionWeight, asHdr));
            options.putAll(recipe.options().of(extractor));
            uses.add(new ExtractorUse(extractor.shown(), options));
            names.put(feature, feature.nativeScore(options));
        }
        List<Model> models = recipe.askedModels();
        Set<String> takenForOne = new TreeSet<>();
        if (recipe.options().nearConstants() && !models.isEmpty()) {
            // unweighted, as models have it; where the columns' is so too it is one use
            uses.add(new ExtractorUse(Extractor.MOTION.shown(), Map.of()));
            models.forEach(model -> takenForOne.addAll(nearConstants(model)));
        }
        boolean withAdm =
                names.keySet().stream().anyMatch(Measurement::isOfAdm) || (!models.isEmpty() && takenForOne.isEmpty());
        return new Measurement(
                withAdm ? cpuMask(pictures.width()) : ALL_CPU_FEATURES,
                recipe.options().subsample(),
                models,
                List.copyOf(uses),
                names,
                takenForOne);
    }

    private static boolean isOfAdm(Feature feature) {
        return feature.extractor().filter(Extractor.ADM::equals).isPresent();
    }

    /// The names under which a model looks for adm and vif: `neg` limits the gain by enhancement.
    private static Set<String> nearConstants(Model model) {
        boolean limited = model.name().endsWith("neg");
        Set<String> names = new TreeSet<>();
        names.add(Feature.ADM2.nativeScore(limited ? Map.of("adm_enhn_gain_limit", "1") : Map.of()));
        for (Feature scale : List.of(Feature.VIF_SCALE0, Feature.VIF_SCALE1, Feature.VIF_SCALE2, Feature.VIF_SCALE3)) {
            names.add(scale.nativeScore(limited ? Map.of("vif_enhn_gain_limit", "1") : Map.of()));
        }
        return names;
    }

    /// Which CPU features must stay off for pictures of this width.
    static long cpuMask(int width) {
        return width < FIRST_WIDTH_WITH_SIMD ? PLAIN_C : ALL_CPU_FEATURES;
    }

    private static Map<String, String> options(Extractor extractor, Optional<String> motionWeight, boolean asHdr) {
        return switch (extractor) {
            case MOTION ->
                motionWeight
                        .map(weight -> Map.of("motion_fps_weight", canonical(weight)))
                        .orElse(Map.of());
            // the reference's script gives full_ref as well, which adds a score that is no column and changes no other
            case CAMBI -> asHdr ? Map.of("eotf", "pq") : Map.of();
            case FLOAT_MS_SSIM -> asHdr ? Map.of("enable_db", "false") : Map.of();
            default -> Map.of();
        };
    }

    private static String canonical(String weight) {
        return Extractor.MOTION
                .option("motion_fps_weight")
                .flatMap(option -> option.canonical(weight))
                .orElseThrow();
    }
}
