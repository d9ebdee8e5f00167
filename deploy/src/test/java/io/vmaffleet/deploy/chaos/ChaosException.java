package io.vmaffleet.deploy.chaos;

/// The promise did not hold, or the harness could not go on; the message is one sentence for a person.
final class ChaosException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChaosException(String message) {
        super(message);
    }
}
