package io.vmaffleet.coordinator;

/// What is asked does not fit what lies at the output; nothing was changed.
public final class RunRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RunRefusedException(String message) {
        super(message);
    }
}
