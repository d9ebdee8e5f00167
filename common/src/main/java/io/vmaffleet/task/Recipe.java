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
import java.util.Locale;
import java.util.stream.Collectors;

/// What is measured and how: one recipe a run; another recipe needs another output.
///
/// @param name of the set it is or was made of; what counts are the other parts
/// @param features in the table's order
/// @param statistics of each, in the table's order
/// @param model the libvmaf model that gives the `vmaf` column
/// @param namesModel whether the table has the column `teacher_model`
/// @param pairing what a clip is compared with
/// @param hdrOptions whether extractors are told of HDR clips that they are
public record Recipe(
        String name,
        List<Feature> features,
        List<Statistic> statistics,
        String model,
        boolean namesModel,
        Pairing pairing,
        boolean hdrOptions) {
    private static final List<Statistic> MEAN_AND_STD = List.of(Statistic.MEAN, Statistic.STD);

    /// The seed's table: 25 features, the clip as its own reference.
    public static final Recipe K150K = new Recipe(
            "k150k-25", Feature.inOrder().subList(0, 25), MEAN_AND_STD, "vmaf_v0.6.1", false, Pairing.SELF, true);

    /// The newest table of its kind: `adm3` last, and the model that was the teacher.
    public static final Recipe K150K_26 = new Recipe(
            "k150k-26", Feature.inOrder().subList(0, 26), MEAN_AND_STD, "vmaf_v1.0.16_3d0h", true, Pairing.SELF, true);

    /// Those with a name, the default first.
    public static final List<Recipe> NAMED = List.of(K150K, K150K_26);

    /// What a clip is compared with.
    public enum Pairing {
        /// The clip is its own reference: the seed's no-reference adapter.
        SELF
    }

    /// @throws IllegalArgumentException if there is nothing to measure, or something twice
    public Recipe {
        features = List.copyOf(features);
        statistics = List.copyOf(statistics);
        requireDistinct("feature", features);
        requireDistinct("statistic", statistics);
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
        return new Recipe(name, others, statistics, model, namesModel, pairing, hdrOptions);
    }

    public Recipe withStatistics(List<Statistic> others) {
        return new Recipe(name, features, others, model, namesModel, pairing, hdrOptions);
    }

    public Recipe withModel(String other) {
        return new Recipe(name, features, statistics, other, namesModel, pairing, hdrOptions);
    }

    public Recipe withHdrOptions(boolean on) {
        return new Recipe(name, features, statistics, model, namesModel, pairing, on);
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
        if (pairing != other.pairing) {
            parts.add("pairing " + pairing.name().toLowerCase(Locale.ROOT));
        }
        if (hdrOptions != other.hdrOptions) {
            parts.add((hdrOptions ? "with" : "without") + " HDR options");
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
                pairing.name(),
                Boolean.toString(hdrOptions));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
