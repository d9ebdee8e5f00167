package io.vmaffleet.feature;

import java.util.Arrays;
import java.util.Optional;

/// The features that vmaf-fleet computes by itself where a recipe has fast metrics: those that libvmaf computes
/// without SIMD, which take most of the time of a pair.
public enum FastMetric {
    FLOAT_SSIM(Feature.FLOAT_SSIM, 0),
    FLOAT_MS_SSIM(Feature.FLOAT_MS_SSIM, 0),
    CIEDE2000(Feature.CIEDE2000, 0.03),
    PSNR_HVS(Feature.PSNR_HVS, 0);

    private final Feature feature;
    private final double bound;

    FastMetric(Feature feature, double bound) {
        this.feature = feature;
        this.bound = bound;
    }

    public Feature feature() {
        return feature;
    }

    /// By how much a frame's score is at most off libvmaf's, in the feature's unit, as measured; 0 where the
    /// bits are the same. That of ciede2000 is for frames whose whole difference is one of two colours; where
    /// many pixels differ it is below 1e-5. It does not hold for ciede2000 of pictures of an odd size, of which
    /// libvmaf reads chroma where there is none.
    public double bound() {
        return bound;
    }

    public static Optional<FastMetric> of(Feature feature) {
        return Arrays.stream(values())
                .filter(metric -> metric.feature == feature)
                .findFirst();
    }
}
