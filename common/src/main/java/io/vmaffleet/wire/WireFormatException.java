package io.vmaffleet.wire;

/// A message that cannot be read: not JSON, a field missing or of the wrong kind, or one this version does not know.
public final class WireFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public WireFormatException(String message) {
        super(message);
    }

    public WireFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
