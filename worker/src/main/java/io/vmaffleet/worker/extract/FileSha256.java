package io.vmaffleet.worker.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// By which bytes a file that an engine uses is known.
public final class FileSha256 {
    private static final int COPY_BYTES = 1 << 16;

    private FileSha256() {}

    /// In lower-case hex.
    public static String of(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file);
                DigestInputStream stream = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"))) {
            byte[] buffer = new byte[COPY_BYTES];
            while (stream.read(buffer) >= 0) {
                // the digest is all that is wanted
            }
            return HexFormat.of().formatHex(stream.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
