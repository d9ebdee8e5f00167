package io.vmaffleet.task;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.FastMetric;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.Score;
import io.vmaffleet.feature.Statistic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is measured and how: one recipe a run; another recipe needs another output.
///
/// @param name of the set it is or was made of; what counts are the other parts
/// @param layout of the table
/// @param features in the table's order
/// @param statistics of each, in the table's order
/// @param models of libvmaf: the first gives the feature `vmaf`, each other a score of its own behind the features
/// @param namesModel whether the table has the column `teacher_model`
/// @param pairing what a clip is compared with
/// @param options how the extractors are told to measure
public record Recipe(
        String name,
        Layout layout,
        List<Feature> features,
        List<Statistic> statistics,
        List<Model> models,
        boolean namesModel,
        Pairing pairing,
        Options options) {
    private static final List<Statistic> MEAN_AND_STD = List.of(Statistic.MEAN, Statistic.STD);

    private static final List<Statistic> ALL_STATISTICS =
            List.of(Statistic.MEAN, Statistic.P10, Statistic.P90, Statistic.STD);

    /// Models that look at nothing but adm, vif and motion.
    private static final List<String> OF_NEAR_CONSTANTS =
            List.of("vmaf_v0.6.1", "vmaf_v0.6.1neg", "vmaf_4k_v0.6.1", "vmaf_4k_v0.6.1neg");

    /// The seed's table: 25 features, the clip as its own reference.
    public static final Recipe K150K = new Recipe(
            "k150k-25",
            Layout.CLIPS,
            Feature.inOrder().subList(0, 25),
            MEAN_AND_STD,
            List.of(Model.builtIn("vmaf_v0.6.1")),
            false,
            Pairing.SELF,
            Options.OF_THE_SEED);

    /// The newest table of its kind: `adm3` last, and the model that was the teacher.
    public static final Recipe K150K_26 = new Recipe(
            "k150k-26",
            Layout.CLIPS,
            Feature.inOrder().subList(0, 26),
            MEAN_AND_STD,
            List.of(Model.builtIn("vmaf_v1.0.16_3d0h")),
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
            List.of(Model.builtIn("vmaf_v0.6.1")),
            false,
            OF_CHUG,
            Options.PLAIN);

    /// All that there is, each distorted clip against its reference.
    public static final Recipe CHUG_FULL = new Recipe(
            "chug-full",
            Layout.CHUG,
            Feature.inOrder().subList(0, 26),
            ALL_STATISTICS,
            List.of(Model.builtIn("vmaf_v0.6.1")),
            true,
            OF_CHUG,
            Options.PLAIN.withMetrics(Metrics.FAST));

    /// What varies between clips that are compared with themselves: motion and cambi, and `vmaf` near enough, without
    /// measuring what is next to one on every frame.
    public static final Recipe INFORMATIVE = new Recipe(
            "informative",
            Layout.CLIPS,
            List.of(Feature.MOTION, Feature.MOTION2, Feature.MOTION3, Feature.CAMBI, Feature.VMAF),
            MEAN_AND_STD,
            List.of(Model.builtIn("vmaf_v0.6.1")),
            true,
            Pairing.SELF,
            Options.OF_THE_SEED.withNearConstants(true));

    /// Those with a name, the default first.
    public static final List<Recipe> NAMED = List.of(K150K, K150K_26, CHUG_CANONICAL, CHUG_FULL, INFORMATIVE);

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
    /// @param extractors what else each is told, by name of the option; it is stronger than the two above
    /// @param nearConstants whether models take adm and vif of a picture compared with itself for one, as they are
    ///     but for rounding, and nobody measures them
    /// @param metrics who computes the features that are a [FastMetric] and whose extractor is told nothing
    public record Options(
            boolean forHdr,
            boolean motionByRate,
            int subsample,
            Map<Extractor, Map<String, String>> extractors,
            boolean nearConstants,
            Metrics metrics) {
        public static final Options OF_THE_SEED = new Options(true, true, 1, Map.of(), false, Metrics.LIBVMAF);
        public static final Options PLAIN = new Options(false, false, 1, Map.of(), false, Metrics.LIBVMAF);

        /// @throws IllegalArgumentException if an extractor has no such option, or the option no such value
        public Options {
            if (subsample < 1) {
                throw new IllegalArgumentException("scores of one frame in " + subsample);
            }
            Map<Extractor, Map<String, String>> sorted = new EnumMap<>(Extractor.class);
            extractors.forEach((extractor, options) -> {
                options.forEach((name, value) -> requireOption(extractor, name, value));
                sorted.put(extractor, Collections.unmodifiableMap(new TreeMap<>(options)));
            });
            extractors = Collections.unmodifiableMap(sorted);
        }

        private static void requireOption(Extractor extractor, String name, String value) {
            if (extractor
                    .option(name)
                    .flatMap(option -> option.canonical(value))
                    .filter(value::equals)
                    .isEmpty()) {
                throw new IllegalArgumentException(
                        "the extractor " + extractor.shown() + " with the option " + name + "=" + value);
            }
        }

        /// What an extractor is told beside what follows from the clip.
        public Map<String, String> of(Extractor extractor) {
            return extractors.getOrDefault(extractor, Map.of());
        }

        /// Whether a feature's extractor is told anything.
        public boolean tell(Feature feature) {
            return feature.extractor()
                    .filter(extractor -> !of(extractor).isEmpty())
                    .isPresent();
        }

        private Options withForHdr(boolean on) {
            return new Options(on, motionByRate, subsample, extractors, nearConstants, metrics);
        }

        private Options withSubsample(int one) {
            return new Options(forHdr, motionByRate, one, extractors, nearConstants, metrics);
        }

        private Options withExtractors(Map<Extractor, Map<String, String>> told) {
            return new Options(forHdr, motionByRate, subsample, told, nearConstants, metrics);
        }

        private Options withNearConstants(boolean on) {
            return new Options(forHdr, motionByRate, subsample, extractors, on, metrics);
        }

        private Options withMetrics(Metrics others) {
            return new Options(forHdr, motionByRate, subsample, extractors, nearConstants, others);
        }

        private List<String> differencesFrom(Options other) {
            List<String> parts = new ArrayList<>();
            if (forHdr != other.forHdr) {
                parts.add(with(forHdr, "HDR options"));
            }
            if (motionByRate != other.motionByRate) {
                parts.add(with(motionByRate, "motion by rate"));
            }
            if (subsample != other.subsample) {
                parts.add(subsample == 1 ? "every frame" : "one frame in " + subsample);
            }
            if (nearConstants != other.nearConstants) {
                parts.add("adm and vif " + (nearConstants ? "taken for one" : "measured"));
            }
            if (metrics != other.metrics) {
                parts.add("--metrics " + metrics.name().toLowerCase(Locale.ROOT));
            }
            if (!extractors.equals(other.extractors)) {
                parts.add(extractors.isEmpty() ? "no options of extractors" : told());
            }
            return parts;
        }

        private String told() {
            return extractors.entrySet().stream()
                    .flatMap(extractor -> extractor.getValue().entrySet().stream()
                            .map(option ->
                                    extractor.getKey().shown() + " " + option.getKey() + "=" + option.getValue()))
                    .collect(Collectors.joining(", "));
        }

        private String shown() {
            return with(forHdr, "HDR options") + ", " + with(motionByRate, "motion by rate")
                    + (subsample == 1 ? "" : ", one frame in " + subsample)
                    + (nearConstants ? ", adm and vif taken for one" : "")
                    + (metrics == Metrics.FAST ? ", fast metrics" : "")
                    + (extractors.isEmpty() ? "" : ", " + told());
        }
    }

    /// @throws IllegalArgumentException if there is nothing to measure, something twice, or a contradiction
    public Recipe {
        features = List.copyOf(features);
        statistics = List.copyOf(statistics);
        models = List.copyOf(models);
        requireDistinct("feature", features);
        requireDistinct("statistic", statistics);
        requireDistinct(
                "model", models.stream().map(model -> model.score().column()).toList());
        for (Model model : models.subList(1, models.size())) {
            if (FeatureColumn.named(model.score().column()).isPresent()) {
                throw new IllegalArgumentException("a further model named " + model.name()
                        + ", which ends as a column of another does: give its file another name");
            }
        }
        if (layout == Layout.CHUG && !(pairing instanceof Pairing.Reference)) {
            throw new IllegalArgumentException("the columns of CHUG for clips without references");
        }
        if (models.size() > 1 && !features.contains(Feature.VMAF)) {
            throw new IllegalArgumentException("several models without the feature vmaf, which the first gives");
        }
        for (Extractor extractor : options.extractors().keySet()) {
            if (features.stream().noneMatch(gives(extractor))) {
                throw new IllegalArgumentException(
                        "options of " + extractor.shown() + ", which gives none of the features");
            }
        }
        if (options.nearConstants()) {
            requireNearConstants(features, models, pairing);
        }
        if (pairing instanceof Pairing.Self || fast(features, options).isEmpty()) {
            // so that recipes that measure the same are the same
            options = options.withMetrics(Metrics.LIBVMAF);
        }
    }

    private static List<Feature> fast(List<Feature> features, Options options) {
        return features.stream()
                .filter(feature -> options.metrics() == Metrics.FAST
                        && FastMetric.of(feature).isPresent()
                        && !options.tell(feature))
                .toList();
    }

    private static Predicate<Feature> gives(Extractor extractor) {
        return feature -> feature.extractor().filter(extractor::equals).isPresent();
    }

    private static void requireNearConstants(List<Feature> features, List<Model> models, Pairing pairing) {
        if (!(pairing instanceof Pairing.Self)) {
            throw new IllegalArgumentException("adm and vif are one only where clips are compared with themselves");
        }
        for (Feature feature : features) {
            if (gives(Extractor.ADM).or(gives(Extractor.VIF)).test(feature)) {
                throw new IllegalArgumentException(feature.column() + " is not measured where it is taken for one");
            }
        }
        for (Model model : models) {
            if (model.sha256().isPresent() || !OF_NEAR_CONSTANTS.contains(model.name())) {
                throw new IllegalArgumentException("the model " + model.name()
                        + " looks at more than adm, vif and motion; those that do not are "
                        + String.join(", ", OF_NEAR_CONSTANTS));
            }
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
        return new Recipe(name, layout, others, statistics, models, namesModel, pairing, options);
    }

    public Recipe withStatistics(List<Statistic> others) {
        return new Recipe(name, layout, features, others, models, namesModel, pairing, options);
    }

    /// @throws IllegalArgumentException if there is none, one twice, or several without the feature `vmaf`
    public Recipe withModels(List<Model> others) {
        return new Recipe(name, layout, features, statistics, others, namesModel, pairing, options);
    }

    public Recipe withPairing(Pairing other) {
        return new Recipe(name, layout, features, statistics, models, namesModel, other, options);
    }

    public Recipe withHdrOptions(boolean on) {
        return withOptions(options.withForHdr(on));
    }

    /// @throws IllegalArgumentException if it is less than 1
    public Recipe withSubsample(int one) {
        return withOptions(options.withSubsample(one));
    }

    /// @throws IllegalArgumentException if one gives none of the features or has no such option or value of it
    public Recipe withExtractorOptions(Map<Extractor, Map<String, String>> told) {
        return withOptions(options.withExtractors(told));
    }

    /// The same with other metrics; with those of libvmaf where none of its features has another, or where clips are
    /// compared with themselves, since those features are constants then.
    public Recipe withMetrics(Metrics others) {
        return withOptions(options.withMetrics(others));
    }

    private Recipe withOptions(Options others) {
        return new Recipe(name, layout, features, statistics, models, namesModel, pairing, others);
    }

    /// The same, with nothing taken for one that can be measured.
    public Recipe inFull() {
        return withOptions(options.withNearConstants(false));
    }

    /// The name of the model behind `vmaf`.
    public String model() {
        return models.getFirst().name();
    }

    /// The models that are asked for scores: none where `vmaf` is no feature.
    public List<Model> askedModels() {
        return features.contains(Feature.VMAF) ? models : List.of();
    }

    /// The features that libvmaf does not compute.
    public List<Feature> fastFeatures() {
        return fast(features, options);
    }

    /// What has one score a frame: the features, then the further models.
    public List<Score> scores() {
        return Stream.concat(features.stream(), models.stream().skip(1).map(Model::score))
                .toList();
    }

    /// The measured columns of its table in their order: all statistics of a score, then those of the next.
    public List<FeatureColumn> columns() {
        return scores().stream()
                .flatMap(score -> statistics.stream().map(statistic -> new FeatureColumn(score, statistic)))
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
        if (!models.equals(other.models)) {
            parts.add("model " + shownModels());
        }
        if (namesModel != other.namesModel) {
            parts.add(with(namesModel, "the column teacher_model"));
        }
        if (!pairing.equals(other.pairing)) {
            parts.add("pairing " + pairing.shown());
        }
        if (!options.equals(other.options)) {
            parts.addAll(options.differencesFrom(other.options));
        }
        if (layout != other.layout) {
            parts.add("the columns of " + layout);
        }
        return name + (parts.isEmpty() ? "" : ": " + String.join("; ", parts));
    }

    private static String with(boolean is, String what) {
        return (is ? "with " : "without ") + what;
    }

    private String shownModels() {
        return models.stream().map(Model::shown).collect(Collectors.joining(","));
    }

    /// 16 hex digits that two recipes share only if they measure the same into the same columns.
    public String digest() {
        String text = String.join(
                "\n",
                "recipe-2",
                columns().stream().map(FeatureColumn::name).collect(Collectors.joining(",")),
                shownModels(),
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
