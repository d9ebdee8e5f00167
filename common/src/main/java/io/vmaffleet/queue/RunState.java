package io.vmaffleet.queue;

/// What a run's hash in Redis tells workers and operators.
public enum RunState {
    RUNNING,
    PAUSED,
    CANCELLED
}
