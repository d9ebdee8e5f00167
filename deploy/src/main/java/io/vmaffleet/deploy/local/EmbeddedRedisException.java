package io.vmaffleet.deploy.local;

/// The embedded Redis cannot be had or does not start; the message is one sentence for the operator.
public final class EmbeddedRedisException extends RuntimeException {
    private static final long serialVersionUID = 1;

    EmbeddedRedisException(String message) {
        super(message);
    }

    EmbeddedRedisException(String message, Throwable cause) {
        super(message, cause);
    }
}
