package io.vmaffleet.deploy.command;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.ModelScore;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.feature.Score;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What values of measured columns cannot be, whatever the clips are.
final class SmokeValues {
    /// How far adm and vif of equal pictures are off one at most, and SSIM for its rounding.
    private static final double NEAR_ONE = 1e-3;

    private SmokeValues() {}

    /// Columns without a value. Of clips by themselves what is infinite on every frame has none.
    static List<String> missing(Recipe recipe, Map<String, FeatureRow> rows) {
        List<String> problems = new ArrayList<>();
        rows.forEach((clip, row) -> {
            String names = row.values().entrySet().stream()
                    .filter(value -> value.getValue().isNaN()
                            && mustHaveOne(recipe, value.getKey().score()))
                    .map(value -> value.getKey().name())
                    .collect(Collectors.joining(", "));
            if (!names.isEmpty()) {
                problems.add(clip + " has no value of " + names);
            }
        });
        return problems;
    }

    private static boolean mustHaveOne(Recipe recipe, Score score) {
        return !(recipe.pairing() instanceof Pairing.Self
                && score instanceof Feature feature
                && !feature.variesWhenIdentical()
                && Double.isNaN(feature.whenIdentical(8)));
    }

    /// Means outside of what they can be. What an extractor is told may change that, so those are not looked at.
    static List<String> impossible(Recipe recipe, Map<String, FeatureRow> rows) {
        List<String> problems = new ArrayList<>();
        rows.forEach((clip, row) -> {
            for (Map.Entry<FeatureColumn, Double> value : row.values().entrySet()) {
                FeatureColumn column = value.getKey();
                double number = value.getValue();
                if (column.statistic() == Statistic.MEAN
                        && isPlain(recipe, column.score())
                        && (number < least(column.score()) || number > most(column.score()))) {
                    problems.add(clip + " has " + column.name() + " = " + number);
                }
            }
        });
        return problems;
    }

    private static boolean isPlain(Recipe recipe, Score score) {
        return !(score instanceof Feature feature)
                || feature.extractor()
                        .map(extractor -> recipe.options().of(extractor).isEmpty())
                        .orElse(true);
    }

    private static double least(Score score) {
        return score == Feature.FLOAT_SSIM || score == Feature.FLOAT_MS_SSIM ? -1 : 0;
    }

    private static double most(Score score) {
        return switch (score) {
            case ModelScore model -> 110;
            case Feature feature ->
                switch (feature) {
                    case VMAF -> 110;
                    case FLOAT_SSIM, FLOAT_MS_SSIM -> 1 + NEAR_ONE;
                    case PSNR_Y, PSNR_CB, PSNR_CR -> Feature.PSNR_Y.whenIdentical(10);
                    case ADM2, ADM3, ADM_SCALE0, ADM_SCALE1, ADM_SCALE2, ADM_SCALE3 -> 2;
                    default -> Double.POSITIVE_INFINITY;
                };
        };
    }

    /// The rows of clips that were compared with themselves, by a recipe of pairs.
    static Map<String, FeatureRow> ofReferences(Map<String, FeatureRow> rows) {
        Map<String, FeatureRow> ofReferences = new TreeMap<>();
        rows.forEach((clip, row) -> {
            if (row.pair().map(PairFacts::reference).filter(clip::equals).isPresent()) {
                ofReferences.put(clip, row);
            }
        });
        return ofReferences;
    }

    /// What says that a picture has lost something against itself.
    static List<String> unequalToThemselves(Recipe recipe, Map<String, FeatureRow> rows) {
        List<String> problems = new ArrayList<>();
        rows.forEach((clip, row) -> {
            int bitDepth = row.pair().orElseThrow().bitDepth();
            for (Feature feature : recipe.features()) {
                FeatureColumn mean = new FeatureColumn(feature, Statistic.MEAN);
                double value = row.values().getOrDefault(mean, Double.NaN);
                double expected = whenEqual(feature, bitDepth);
                if (isPlain(recipe, feature) && Math.abs(value - expected) > NEAR_ONE) {
                    problems.add(clip + " has " + mean.name() + " = " + value + " against itself, where " + expected
                            + " is nothing lost");
                }
            }
        });
        return problems;
    }

    /// NaN where it says nothing: SpEED of pictures that are next to singular has its cap.
    private static double whenEqual(Feature feature, int bitDepth) {
        return switch (feature) {
            case ADM2, VIF_SCALE0, VIF_SCALE1, VIF_SCALE2, VIF_SCALE3 -> 1;
            case PSNR_Y, PSNR_CB, PSNR_CR, FLOAT_SSIM, FLOAT_MS_SSIM -> feature.whenIdentical(bitDepth);
            default -> Double.NaN;
        };
    }
}
