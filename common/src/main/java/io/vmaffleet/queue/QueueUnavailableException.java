package io.vmaffleet.queue;

import org.jspecify.annotations.Nullable;

/// The queue's server did not answer, or answered that it cannot serve. What was asked may have been done or not;
/// callers try again with growing delay.
public final class QueueUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public QueueUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
