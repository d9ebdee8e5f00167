package io.vmaffleet.coordinator.corpus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// SHA-256 over values, each with its kind and length, so that no two lists of values read the same.
final class DigestWriter {
    private static final int DIGEST_BYTES = 16;

    private final MessageDigest digest;
    private final ByteBuffer head = ByteBuffer.allocate(9);

    /// @param what is digested, and in which version of doing so
    DigestWriter(String what) {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        text(what);
    }

    DigestWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head('t', utf8.length);
        digest.update(utf8);
        return this;
    }

    DigestWriter whole(long value) {
        head('w', value);
        return this;
    }

    /// All NaN are one value.
    DigestWriter real(double value) {
        head('r', Double.doubleToLongBits(value));
        return this;
    }

    DigestWriter value(Optional<Object> value) {
        if (value.isEmpty()) {
            head('n', 0);
            return this;
        }
        return switch (value.get()) {
            case String text -> text(text);
            case Long whole -> whole(whole);
            case Double real -> real(real);
            default ->
                throw new IllegalArgumentException("a label of " + value.get().getClass());
        };
    }

    /// 32 hex digits.
    String finish() {
        return HexFormat.of().formatHex(digest.digest(), 0, DIGEST_BYTES);
    }

    private void head(char kind, long value) {
        head.clear().put((byte) kind).putLong(value);
        digest.update(head.array());
    }
}
