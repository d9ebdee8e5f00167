package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.MotionWeight;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What libvmaf is told for one clip, and under which names it will file the scores. A pure function of the clip's
/// format and the recipe.
///
/// @param cpuMask the CPU features that libvmaf must not use
/// @param subsample of so many frames one has scores, the first
/// @param model the built-in model that gives `vmaf`; empty where that is not wanted
/// @param extractors in the order of the features they give
/// @param scoreNames by feature; `vmaf` is not among them, being asked of the model
record Measurement(
        long cpuMask,
        int subsample,
        Optional<String> model,
        List<ExtractorUse> extractors,
        Map<Feature, String> scoreNames) {
    /// libvmaf's SIMD code for adm is wrong at 80 widths, the widest of them 532; its plain C is right at all.
    static final int FIRST_WIDTH_WITH_SIMD = 544;

    static final long ALL_CPU_FEATURES = 0;

    /// Every SIMD level that libvmaf's `cpumask` can switch off, on x86 as on ARM.
    static final long PLAIN_C = 0x3f;

    /// An extractor with the options it is given, sorted by key.
    record ExtractorUse(String name, Map<String, String> options) {}

    Measurement {
        extractors = List.copyOf(extractors);
        scoreNames = Map.copyOf(scoreNames);
    }

    /// Of a clip by itself.
    static Measurement of(MediaFormat format, Recipe recipe, Scope scope) {
        return of(format, format.pictures(), recipe, scope);
    }

    /// @param format of the distorted clip
    /// @param pictures that are compared
    static Measurement of(MediaFormat format, PictureFormat pictures, Recipe recipe, Scope scope) {
        Optional<String> motionWeight =
                recipe.options().motionByRate() ? MotionWeight.option(MotionWeight.of(format.fps())) : Optional.empty();
        boolean asHdr = format.isHdr() && recipe.options().forHdr();
        Map<String, Map<String, String>> extractors = new LinkedHashMap<>();
        Map<Feature, String> names = new EnumMap<>(Feature.class);
        for (Feature feature : recipe.features()) {
            Optional<String> extractor = feature.extractor();
            if (extractor.isEmpty() || (scope == Scope.VARYING && !feature.variesWhenIdentical())) {
                continue;
            }
            extractors.computeIfAbsent(extractor.get(), name -> options(name, motionWeight, asHdr));
            names.put(feature, scoreName(feature, motionWeight, asHdr));
        }
        List<ExtractorUse> uses = new ArrayList<>();
        extractors.forEach((name, options) -> uses.add(new ExtractorUse(name, options)));
        Optional<String> model =
                Optional.of(recipe.model()).filter(wanted -> recipe.features().contains(Feature.VMAF));
        return new Measurement(cpuMask(pictures.width()), recipe.options().subsample(), model, uses, names);
    }

    /// Which CPU features must stay off for pictures of this width.
    static long cpuMask(int width) {
        return width < FIRST_WIDTH_WITH_SIMD ? PLAIN_C : ALL_CPU_FEATURES;
    }

    private static Map<String, String> options(String extractor, Optional<String> motionWeight, boolean asHdr) {
        return switch (extractor) {
            case "motion" ->
                motionWeight.map(weight -> Map.of("motion_fps_weight", weight)).orElse(Map.of());
            // the reference's script gives full_ref as well, which adds a score that is no column and changes no other
            case "cambi" -> asHdr ? Map.of("eotf", "pq") : Map.of();
            case "float_ms_ssim" -> asHdr ? Map.of("enable_db", "false") : Map.of();
            default -> Map.of();
        };
    }

    /// libvmaf files a score of an extractor with options under the extractor's alias of the name, followed by each
    /// option that is not at its default; a number in it is written as C's `%g`. `enable_db` leaves names
    /// alone, and `motion_sad` has no alias.
    private static String scoreName(Feature feature, Optional<String> motionWeight, boolean asHdr) {
        if (feature == Feature.CAMBI && asHdr) {
            return "cambi_eotf_pq";
        }
        Optional<String> weight = motionWeight.map(Measurement::asPrintedByC);
        if (weight.isEmpty()) {
            return feature.nativeScore();
        }
        return switch (feature) {
            case MOTION -> feature.nativeScore() + "_mfw_" + weight.get();
            case MOTION2 -> "integer_motion2_mfw_" + weight.get();
            case MOTION3 -> "integer_motion3_mfw_" + weight.get();
            default -> feature.nativeScore();
        };
    }

    /// C's `%g` of a number with at most six significant digits and an exponent that needs no `e`.
    private static String asPrintedByC(String decimals) {
        return new BigDecimal(decimals).stripTrailingZeros().toPlainString();
    }
}
