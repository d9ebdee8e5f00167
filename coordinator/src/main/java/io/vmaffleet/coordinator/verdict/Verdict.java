package io.vmaffleet.coordinator.verdict;

/// What becomes of a clip after an attempt without a row.
public enum Verdict {
    /// Tried again, beside others.
    AGAIN,
    /// Tried again, on another host if one takes it in time.
    AGAIN_ELSEWHERE,
    /// Tried again with nothing beside it on its worker.
    AGAIN_ALONE,
    /// Given up: the clip has no row and counts as a failure.
    FAILED,
    /// A written rule says this recipe cannot measure it: listed and counted, not a failure.
    LEFT_OUT,
    /// The recipe's assumptions do not hold: the whole run stops.
    STOP_RUN
}
