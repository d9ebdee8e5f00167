package io.vmaffleet.coordinator.plausibility;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// Mean and population standard deviation of some values.
record Moments(double mean, double deviation) {
    static Moments of(int[] places, IntToDoubleFunction value) {
        double mean = Arrays.stream(places).mapToDouble(value).average().orElse(Double.NaN);
        double variance = Arrays.stream(places)
                .mapToDouble(place -> {
                    double off = value.applyAsDouble(place) - mean;
                    return off * off;
                })
                .average()
                .orElse(Double.NaN);
        return new Moments(mean, Math.sqrt(variance));
    }

    /// By how many standard deviations a value lies above the mean; NaN where all are equal.
    double standard(double value) {
        return deviation == 0 ? Double.NaN : (value - mean) / deviation;
    }
}
