package io.vmaffleet.coordinator;

/// Redis or an engine cannot be had, or none that fits the run (then [OtherEngineException]); the message is one
/// sentence that says what to do.
public class FleetUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public FleetUnavailableException(String message) {
        super(message);
    }

    public FleetUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
