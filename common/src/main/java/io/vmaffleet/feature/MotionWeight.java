package io.vmaffleet.feature;

import java.util.Locale;
import java.util.Optional;

/// How strongly motion counts at a frame rate: libvmaf's `motion_fps_weight`, after the seed's rule.
public final class MotionWeight {
    private MotionWeight() {}

    /// 1 for 24 to 32 frames a second or an unknown rate, else 30/fps clamped to [0.25, 4].
    public static double of(double fps) {
        if (!(fps > 0) || !Double.isFinite(fps) || (fps >= 24 && fps <= 32)) {
            return 1;
        }
        return Math.clamp(30 / fps, 0.25, 4);
    }

    /// The value of libvmaf's option, with four decimals; empty when the weight is 1 and no option is given.
    public static Optional<String> option(double weight) {
        return weight == 1 ? Optional.empty() : Optional.of(String.format(Locale.ROOT, "%.4f", weight));
    }
}
