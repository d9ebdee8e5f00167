package io.vmaffleet.task;

/// Who computes the features that libvmaf computes slowly.
public enum Metrics {
    LIBVMAF,
    /// vmaf-fleet itself, see [io.vmaffleet.feature.FastMetric].
    FAST
}
