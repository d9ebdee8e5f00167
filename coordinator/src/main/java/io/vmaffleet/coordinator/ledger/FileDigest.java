package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// What the bytes of a file are known by.
///
/// @param sha256 64 hex digits, as `sha256sum` prints them
public record FileDigest(long bytes, String sha256) {
    private static final int BUFFER_BYTES = 1 << 16;

    /// Reads a file once from end to end.
    public static FileDigest of(Path file) throws IOException {
        return of(List.of(file));
    }

    /// Of files as one, as `cat` of them in this order gives them.
    public static FileDigest of(List<Path> files) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER_BYTES];
            long bytes = 0;
            for (Path file : files) {
                try (InputStream in = Files.newInputStream(file)) {
                    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                        digest.update(buffer, 0, read);
                        bytes += read;
                    }
                }
            }
            return new FileDigest(bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
