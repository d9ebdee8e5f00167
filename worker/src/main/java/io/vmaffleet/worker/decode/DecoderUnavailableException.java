package io.vmaffleet.worker.decode;

/// The decoder library cannot be used on this host: a fault of the environment, never of a clip.
public final class DecoderUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DecoderUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
