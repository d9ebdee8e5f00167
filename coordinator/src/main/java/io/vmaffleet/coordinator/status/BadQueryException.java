package io.vmaffleet.coordinator.status;

/// A query that asks for what cannot be; the message tells the caller.
final class BadQueryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadQueryException(String message) {
        super(message);
    }
}
