package io.vmaffleet.queue;

/// The queue's server answers, but no run may rest on it: too old, or set to throw keys away. Trying again does
/// not help; the message says what to change.
public final class QueueUnsuitableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public QueueUnsuitableException(String message) {
        super(message);
    }
}
