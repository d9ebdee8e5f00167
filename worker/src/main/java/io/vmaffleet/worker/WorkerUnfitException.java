package io.vmaffleet.worker;

/// This host cannot measure, or not as it did when the worker started. The message is one sentence for a person; the
/// command ends with exit code 3.
public final class WorkerUnfitException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WorkerUnfitException(String message) {
        super(message);
    }
}
