package io.vmaffleet.coordinator.verdict;

import io.vmaffleet.result.FailureReason;

/// What is known of one attempt at a clip that gave no row.
public sealed interface Evidence {
    /// Whether nothing else ran beside it.
    boolean alone();

    /// A worker that had found itself fit reported a failure.
    ///
    /// @param alone whether nothing else ran beside it
    record FailedOn(String host, FailureReason reason, boolean alone) implements Evidence {}

    /// The lease ran out: the worker that held the clip is gone or frozen.
    ///
    /// @param alone whether nothing else ran beside it
    record Lost(String holder, boolean alone) implements Evidence {}
}
