package io.vmaffleet.feature;

import java.util.Arrays;

/// The statistics of one feature over the frames of one clip, see [Statistic].
///
/// All are NaN when no frame has a value; a value is a finite number.
public record FeatureStats(double mean, double p10, double p90, double std) {
    /// No frame had a value.
    public static final FeatureStats NONE = new FeatureStats(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /// The same value on every frame, or none when it is NaN or infinite.
    public static FeatureStats constant(double value) {
        return Double.isFinite(value) ? new FeatureStats(value, value, value, 0) : NONE;
    }

    /// The statistics of one feature's scores, a score a frame; those that are infinite or NaN are passed over.
    ///
    /// Two passes with compensated sums, so the result does not depend on the size of the numbers; a feature that
    /// is the same on all frames has exactly that mean and a deviation of exactly 0.
    public static FeatureStats of(double[] scores) {
        int count = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        CompensatedSum sum = new CompensatedSum();
        for (double score : scores) {
            if (Double.isFinite(score)) {
                count++;
                min = Math.min(min, score);
                max = Math.max(max, score);
                sum.add(score);
            }
        }
        if (count == 0) {
            return NONE;
        }
        if (min == max) {
            return constant(min);
        }
        double mean = sum.value() / count;
        double[] sorted = new double[count];
        CompensatedSum squares = new CompensatedSum();
        int next = 0;
        for (double score : scores) {
            if (Double.isFinite(score)) {
                double deviation = score - mean;
                squares.add(deviation * deviation);
                sorted[next++] = score;
            }
        }
        Arrays.sort(sorted);
        return new FeatureStats(
                mean, percentile(sorted, 0.1), percentile(sorted, 0.9), Math.sqrt(squares.value() / count));
    }

    /// NumPy's `percentile` with its default method `linear`: at `(n - 1) q` of the sorted scores.
    private static double percentile(double[] sorted, double q) {
        double at = (sorted.length - 1) * q;
        int below = (int) at;
        double share = at - below;
        if (share == 0) {
            return sorted[below];
        }
        double step = sorted[below + 1] - sorted[below];
        // as NumPy does, from the nearer side, so that it is monotonic and exact at both ends
        return share < 0.5 ? sorted[below] + step * share : sorted[below + 1] - step * (1 - share);
    }

    /// One of them.
    public double of(Statistic statistic) {
        return switch (statistic) {
            case MEAN -> mean;
            case P10 -> p10;
            case P90 -> p90;
            case STD -> std;
        };
    }

    /// Neumaier's compensated summation.
    private static final class CompensatedSum {
        private double sum;
        private double compensation;

        void add(double value) {
            double next = sum + value;
            compensation += Math.abs(sum) >= Math.abs(value) ? (sum - next) + value : (value - next) + sum;
            sum = next;
        }

        double value() {
            return sum + compensation;
        }
    }
}
