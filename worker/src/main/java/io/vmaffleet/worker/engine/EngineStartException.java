package io.vmaffleet.worker.engine;

/// An engine could not start, or is not the engine this worker has joined with. The message is one sentence for a
/// person.
public final class EngineStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EngineStartException(String message) {
        super(message);
    }

    public EngineStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
