package io.vmaffleet.feature;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What is told of a feature's scores over the frames of a clip. Frames without a finite score are passed over; without
/// any the statistic is NaN.
public enum Statistic {
    MEAN,
    /// The 10th percentile, linear between the two nearest (NumPy's default, Hyndman and Fan's type 7).
    P10,
    /// The 90th percentile, likewise.
    P90,
    /// The population standard deviation (ddof 0).
    STD;

    /// As columns and options name it.
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The statistic of a name that columns and options use.
    public static Optional<Statistic> named(String shown) {
        return Arrays.stream(values())
                .filter(statistic -> statistic.shown().equals(shown))
                .findFirst();
    }
}
