package io.vmaffleet.coordinator.export;

/// A table cannot be exported as it was asked; the message is one sentence for a person.
public final class ExportRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ExportRefusedException(String message) {
        super(message);
    }

    ExportRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
