package io.vmaffleet.task;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.Statistic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// What is measured and how: one recipe a run; another recipe needs another output.
///
/// @param name of the set it is or was made of; what counts are the other parts
/// @param layout of the table
/// @param features in the table's order
/// @param statistics of each, in the table's order
/// @param model the libvmaf model that gives the `vmaf` column
/// @param namesModel whether the table has the column `teacher_model`
/// @param pairing what a clip is compared with
/// @param options how the extractors are told to measure
public record Recipe(
        String name,
        Layout layout,
        List<Feature> features,
        List<Statistic> statistics,
        String model,
        boolean namesModel,
        Pairing pairing,
        Options options) {
    private static final List<Statistic> MEAN_AND_STD = List.of(Statistic.MEAN, Statistic.STD);

    private static final List<Statistic> ALL_STATISTICS =
            List.of(Statistic.MEAN, Statistic.P10, Statistic.P90, Statistic.STD);

    /// The seed's table: 25 features, the clip as its own reference.
    public static final Recipe K150K = new Recipe(
            "k150k-25",
            Layout.CLIPS,
            Feature.inOrder().subList(0, 25),
            MEAN_AND_STD,
            "vmaf_v0.6.1",
            false,
            Pairing.SELF,
            Options.OF_THE_SEED);

    /// The newest table of its kind: `adm3` last, and the model that was the teacher.
    public static final Recipe K150K_26 = new Recipe(
            "k150k-26",
            Layout.CLIPS,
            Feature.inOrder().subList(0, 26),
            MEAN_AND_STD,
            "vmaf_v1.0.16_3d0h",
            true,
            Pairing.SELF,
            Options.OF_THE_SEED);

    private static final Pairing OF_CHUG = new Pairing.Reference(Pairing.FrameMatch.TIME, Pairing.Depth.TEN);

    /// The six features that CHUG's trainer reads, each distorted clip against its reference.
    public static final Recipe CHUG_CANONICAL = new Recipe(
            "chug-canonical",
            Layout.CHUG,
            List.of(
                    Feature.ADM2,
                    Feature.VIF_SCALE0,
                    Feature.VIF_SCALE1,
                    Feature.VIF_SCALE2,
                    Feature.VIF_SCALE3,
                    Feature.MOTION2),
            ALL_STATISTICS,
            "vmaf_v0.6.1",
            false,
            OF_CHUG,
            Options.PLAIN);

    /// All that there is, each distorted clip against its reference.
    public static final Recipe CHUG_FULL = new Recipe(
            "chug-full",
            Layout.CHUG,
            Feature.inOrder().subList(0, 26),
            ALL_STATISTICS,
            "vmaf_v0.6.1",
            true,
            OF_CHUG,
            Options.PLAIN);

    /// Those with a name, the default first.
    public static final List<Recipe> NAMED = List.of(K150K, K150K_26, CHUG_CANONICAL, CHUG_FULL);

    /// Which columns a table has beside its features, and in what order.
    public enum Layout {
        /// The seed's: what was measured, then the labels.
        CLIPS,
        /// CHUG's: the sidecar's keys, the pair, then the features by statistic.
        CHUG
    }

    /// How extractors are told to measure.
    ///
    /// @param forHdr whether they are told of HDR clips that they are
    /// @param motionByRate whether motion is weighted by the clip's rate, see [io.vmaffleet.feature.MotionWeight]
    /// @param subsample of so many frames one has scores, the first; motion still sees all
    public record Options(boolean forHdr, boolean motionByRate, int subsample) {
        public static final Options OF_THE_SEED = new Options(true, true, 1);
        public static final Options PLAIN = new Options(false, false, 1);

        public Options {
            if (subsample < 1) {
                throw new IllegalArgumentException("scores of one frame in " + subsample);
            }
        }

        private String shown() {
            return (forHdr ? "with" : "without") + " HDR options, " + (motionByRate ? "with" : "without")
                    + " motion by rate" + (subsample == 1 ? "" : ", one frame in " + subsample);
        }
    }

    /// @throws IllegalArgumentException if there is nothing to measure, or something twice
    public Recipe {
        features = List.copyOf(features);
        statistics = List.copyOf(statistics);
        requireDistinct("feature", features);
        requireDistinct("statistic", statistics);
        if (layout == Layout.CHUG && !(pairing instanceof Pairing.Reference)) {
            throw new IllegalArgumentException("the columns of CHUG for clips without references");
        }
        if (model.isBlank()) {
            throw new IllegalArgumentException("a recipe without a model");
        }
    }

    private static void requireDistinct(String what, List<?> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("a recipe without a " + what);
        }
        if (new HashSet<>(parts).size() != parts.size()) {
            throw new IllegalArgumentException("a recipe with a " + what + " twice: " + parts);
        }
    }

    public Recipe withFeatures(List<Feature> others) {
        return new Recipe(name, layout, others, statistics, model, namesModel, pairing, options);
    }

    public Recipe withStatistics(List<Statistic> others) {
        return new Recipe(name, layout, features, others, model, namesModel, pairing, options);
    }

    public Recipe withModel(String other) {
        return new Recipe(name, layout, features, statistics, other, namesModel, pairing, options);
    }

    public Recipe withPairing(Pairing other) {
        return new Recipe(name, layout, features, statistics, model, namesModel, other, options);
    }

    public Recipe withHdrOptions(boolean on) {
        return withOptions(new Options(on, options.motionByRate(), options.subsample()));
    }

    /// @throws IllegalArgumentException if it is less than 1
    public Recipe withSubsample(int one) {
        return withOptions(new Options(options.forHdr(), options.motionByRate(), one));
    }

    private Recipe withOptions(Options others) {
        return new Recipe(name, layout, features, statistics, model, namesModel, pairing, others);
    }

    /// The measured columns of its table in their order: all statistics of a feature, then those of the next.
    public List<FeatureColumn> columns() {
        return features.stream()
                .flatMap(feature -> statistics.stream().map(statistic -> new FeatureColumn(feature, statistic)))
                .toList();
    }

    /// What this recipe has that another has not, for a person.
    public String differenceFrom(Recipe other) {
        List<String> parts = new ArrayList<>();
        if (!features.equals(other.features)) {
            parts.add("features " + features.stream().map(Feature::column).collect(Collectors.joining(",")));
        }
        if (!statistics.equals(other.statistics)) {
            parts.add("statistics " + statistics.stream().map(Statistic::shown).collect(Collectors.joining(",")));
        }
        if (!model.equals(other.model)) {
            parts.add("model " + model);
        }
        if (namesModel != other.namesModel) {
            parts.add((namesModel ? "with" : "without") + " the column teacher_model");
        }
        if (!pairing.equals(other.pairing)) {
            parts.add("pairing " + pairing.shown());
        }
        if (!options.equals(other.options)) {
            parts.add(options.shown());
        }
        if (layout != other.layout) {
            parts.add("the columns of " + layout);
        }
        return name + (parts.isEmpty() ? "" : " with " + String.join("; ", parts));
    }

    /// 16 hex digits that two recipes share only if they measure the same into the same columns.
    public String digest() {
        String text = String.join(
                "\n",
                "recipe-2",
                columns().stream().map(FeatureColumn::name).collect(Collectors.joining(",")),
                model,
                Boolean.toString(namesModel),
                pairing.shown(),
                options.shown(),
                layout.name());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
