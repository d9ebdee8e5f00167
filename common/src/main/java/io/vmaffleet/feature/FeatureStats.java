package io.vmaffleet.feature;

/// Mean and population standard deviation (ddof 0) of one feature over the frames of one clip.
///
/// Both are NaN when no frame has a value; a value is a finite number.
public record FeatureStats(double mean, double std) {
    /// No frame had a value.
    public static final FeatureStats NONE = new FeatureStats(Double.NaN, Double.NaN);

    /// The same value on every frame, or none when it is NaN or infinite.
    public static FeatureStats constant(double value) {
        return Double.isFinite(value) ? new FeatureStats(value, 0) : NONE;
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
        CompensatedSum squares = new CompensatedSum();
        for (double score : scores) {
            if (Double.isFinite(score)) {
                double deviation = score - mean;
                squares.add(deviation * deviation);
            }
        }
        return new FeatureStats(mean, Math.sqrt(squares.value() / count));
    }

    /// Whether both pairs hold the same doubles, NaN equal to NaN and -0.0 equal to 0.0.
    public boolean sameAs(FeatureStats other) {
        return same(mean, other.mean) && same(std, other.std);
    }

    static boolean same(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
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
