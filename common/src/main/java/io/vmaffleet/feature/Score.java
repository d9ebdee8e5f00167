package io.vmaffleet.feature;

/// What has one score a frame and so its columns in a table: a feature, or a further model beside the one behind
/// `vmaf`.
public sealed interface Score permits Feature, ModelScore {
    /// The stem of its columns: `<column>_<statistic>`.
    String column();
}
