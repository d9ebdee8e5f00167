package io.vmaffleet.queue;

import org.jspecify.annotations.Nullable;

/// The queue's server did not answer, or answered that it cannot serve. What was asked may have been done or not;
/// callers try again with growing delay.
public final class QueueUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean refusal;

    public QueueUnavailableException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /// @param refusal whether the server did answer, that it cannot do this
    public QueueUnavailableException(String message, @Nullable Throwable cause, boolean refusal) {
        super(message, cause);
        this.refusal = refusal;
    }

    /// Whether the server did answer, and may do something else.
    public boolean isRefusal() {
        return refusal;
    }
}
