package io.vmaffleet.feature;

import io.vmaffleet.task.Recipe;
import java.util.List;

/// Rows of the seed's recipe for tests.
public final class TestRows {
    private TestRows() {}

    /// @param stats one a feature, in their order
    public static FeatureRow k150k(
            int width, int height, double fps, boolean isHdr, double motionFpsWeight, List<FeatureStats> stats) {
        return new FeatureRow(
                width,
                height,
                fps,
                isHdr,
                motionFpsWeight,
                FeatureRow.values(Recipe.K150K.columns(), feature -> stats.get(feature.ordinal())));
    }

    /// Statistics of which the seed's recipe takes mean and deviation.
    public static FeatureStats stats(double mean, double std) {
        return new FeatureStats(mean, Double.NaN, Double.NaN, std);
    }

    /// What a row has of them.
    public static FeatureStats stats(FeatureRow row, Feature feature) {
        return stats(row.value(feature, Statistic.MEAN), row.value(feature, Statistic.STD));
    }
}
