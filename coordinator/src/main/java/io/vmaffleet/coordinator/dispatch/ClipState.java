package io.vmaffleet.coordinator.dispatch;

/// Where a clip stands. Every clip of the plan is in exactly one state, so counts of states add up to the plan.
public enum ClipState {
    /// Never sent in this life of the coordinator.
    WAITING,
    /// At least one task of it is in the queue, waiting or held.
    OUT,
    /// A result of it was read and is on its way to the disk.
    IN_HAND,
    /// To be sent again, beside others.
    RETRYING,
    /// To be sent again, with nothing beside it.
    RETRYING_ALONE,
    DONE,
    FAILED,
    LEFT_OUT;

    /// Whether nothing more is to come of the clip.
    public boolean isSettled() {
        return this == DONE || this == FAILED || this == LEFT_OUT;
    }
}
