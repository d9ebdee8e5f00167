package io.vmaffleet.deploy.local;

import io.vmaffleet.task.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// The secret by which commands of the same user act on a run at work: in a file that only that user reads, as long as
/// the coordinator lives.
public final class ControlToken {
    private static final int BYTES = 24;

    private ControlToken() {}

    public static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Leaves a run's token where [#find] looks.
    public static void write(RunId run, String token) throws IOException {
        Path file = file(run);
        Files.createDirectories(file.resolveSibling(""));
        Path beside = Files.createTempFile(
                file.resolveSibling(""),
                "token",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(beside, token, StandardCharsets.UTF_8);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    public static void delete(RunId run) throws IOException {
        Files.deleteIfExists(file(run));
    }

    /// The token of a run whose coordinator was started by this user on this host.
    public static Optional<String> find(RunId run) throws IOException {
        return Files.isReadable(file(run)) ? Optional.of(Files.readString(file(run))) : Optional.empty();
    }

    private static Path file(RunId run) {
        return CacheFolder.path().resolve("control").resolve(run.value() + ".token");
    }
}
