package io.vmaffleet.feature;

import io.vmaffleet.task.Recipe;
import java.util.List;
import java.util.Optional;

/// Rows of the seed's recipe for tests.
public final class TestRows {
    /// A pair of which one side says all of itself and the other nothing.
    public static final PairFacts PAIR = new PairFacts(
            "ref.mp4",
            1920,
            1080,
            10,
            298,
            new PairSide(
                    300,
                    30,
                    10,
                    "hevc",
                    "yuv420p10le",
                    new Colour(
                            Optional.of("smpte2084"),
                            Optional.of("bt2020"),
                            Optional.of("bt2020nc"),
                            Optional.of("tv"),
                            1000,
                            400),
                    Optional.of(new LumaSignals(0.25, 0.5, 0.125, 0.0625))),
            new PairSide(
                    298,
                    30_000 / 1001.0,
                    Double.NaN,
                    "h264",
                    "yuv420p",
                    Colour.of(Optional.empty(), Optional.empty()),
                    Optional.empty()));

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
                FeatureRow.values(
                        Recipe.K150K.columns(),
                        score -> stats.get(Recipe.K150K.scores().indexOf(score))));
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
