package io.vmaffleet.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureStatsTest {
    @Test
    void theDeviationIsThePopulations() {
        assertThat(FeatureStats.of(new double[] {2, 4, 4, 4, 5, 5, 7, 9}))
                .isEqualTo(new FeatureStats(5, 3.4000000000000004, 7.6, 2));
        assertThat(FeatureStats.of(new double[] {1, 3})).isEqualTo(new FeatureStats(2, 1.2, 2.8, 1));
    }

    @Test
    void framesWithoutAValueArePassedOver() {
        double[] scores = {Double.NaN, 1, Double.POSITIVE_INFINITY, 3, Double.NEGATIVE_INFINITY};

        assertThat(FeatureStats.of(scores)).isEqualTo(new FeatureStats(2, 1.2, 2.8, 1));
    }

    @Test
    void withoutAnyValueThereIsNone() {
        assertThat(FeatureStats.of(new double[0])).isEqualTo(FeatureStats.NONE);
        assertThat(FeatureStats.of(new double[] {Double.NaN, Double.POSITIVE_INFINITY}))
                .isEqualTo(FeatureStats.NONE);
        assertThat(FeatureStats.constant(Double.NaN)).isEqualTo(FeatureStats.NONE);
        assertThat(FeatureStats.constant(Double.NEGATIVE_INFINITY)).isEqualTo(FeatureStats.NONE);
        assertThat(FeatureStats.NONE.mean()).isNaN();
        assertThat(FeatureStats.NONE.std()).isNaN();
    }

    @Test
    void aFeatureThatIsTheSameOnAllFramesDeviatesByExactlyNothing() {
        double[] scores = new double[1_000];
        Arrays.fill(scores, 0.1);

        assertThat(FeatureStats.of(scores)).isEqualTo(new FeatureStats(0.1, 0.1, 0.1, 0));
        assertThat(FeatureStats.of(new double[] {0.1})).isEqualTo(FeatureStats.constant(0.1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void statisticsAreThoseOfExactArithmetic(long seed) {
        Random random = new Random(seed);
        double offset = random.nextBoolean() ? 0 : Math.scalb(1.0, random.nextInt(24));
        double[] scores = random.doubles(1 + random.nextInt(3_000))
                .map(value -> offset + (value - 0.5) * 100)
                .toArray();

        FeatureStats stats = FeatureStats.of(scores);

        BigDecimal mean = mean(scores);
        double exactMean = mean.doubleValue();
        double exactStd = std(scores, mean);
        assertThat(stats.mean()).as("seed %d", seed).isCloseTo(exactMean, within(2 * Math.ulp(exactMean)));
        // The mean is rounded to a double before it is subtracted, so its last bit shows beside a large offset.
        assertThat(stats.std())
                .as("seed %d", seed)
                .isCloseTo(exactStd, within(8 * Math.ulp(exactStd) + Math.ulp(exactMean)));
    }

    @Test
    void smallDifferencesBesideLargeValuesAreNotLost() {
        double[] scores = {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4};

        assertThat(FeatureStats.of(scores).std()).isCloseTo(Math.sqrt(1.25), within(1e-15));
    }

    /// Values of `numpy.percentile(scores, [10, 90])`.
    @Test
    void percentilesAreThoseOfNumPy() {
        FeatureStats stats = FeatureStats.of(new double[] {0.3, -1.5, 2.25, 9, 4, 4, 1e3});

        assertThat(stats.p10()).isEqualTo(-0.4199999999999999);
        assertThat(stats.p90()).isEqualTo(405.4000000000004);
        assertThat(stats.of(Statistic.P10)).isEqualTo(stats.p10());
    }

    private static BigDecimal mean(double[] scores) {
        return Arrays.stream(scores)
                .mapToObj(BigDecimal::new)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(scores.length), MathContext.DECIMAL128);
    }

    private static double std(double[] scores, BigDecimal mean) {
        return Arrays.stream(scores)
                .mapToObj(score -> new BigDecimal(score).subtract(mean).pow(2))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(scores.length), MathContext.DECIMAL128)
                .sqrt(MathContext.DECIMAL128)
                .doubleValue();
    }
}
