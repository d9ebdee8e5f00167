package io.vmaffleet.deploy.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A Redis server that runs on this machine: the one in the embedded-redis jar, unpacked once into the user's cache,
/// or else one on the `PATH`.
///
/// @param version what it says of itself
public record RedisBinary(Path path, String version) {
    private static final List<String> ON_PATH = List.of("redis-server", "valkey-server");

    /// The servers in the jar that run on Linux: architecture, resource, SHA-256.
    private enum Packed {
        AMD64("redis-server-6.2.6-v5-linux-amd64", "1f716094e08a25faee2bc7626feb9e13464ed89018ac5c376c5e9cff06bdcf52"),
        AARCH64("redis-server-6.2.7-linux-arm64", "036a23aa65bfb31d2a048aa96c170b38c2fbd4f1de68ef0f9c3133dd4b1474cd");

        private final String resource;
        private final String sha256;

        Packed(String resource, String sha256) {
            this.resource = resource;
            this.sha256 = sha256;
        }

        static Optional<Packed> ofThisMachine() {
            String machine = System.getProperty("os.arch", "").toUpperCase(Locale.ROOT);
            boolean linux = System.getProperty("os.name", "").startsWith("Linux");
            return Stream.of(values())
                    .filter(packed -> linux && packed.name().equals(machine))
                    .findFirst();
        }
    }

    /// Finds a server that runs here; unpacks below `cache` if that was not done yet.
    ///
    /// @throws EmbeddedRedisException if there is none
    public static RedisBinary find(Path cache) {
        // The packed server needs OpenSSL 3, which not every machine has: so it is tried, not trusted.
        return Packed.ofThisMachine()
                .map(packed -> unpacked(packed, cache))
                .flatMap(RedisBinary::tried)
                .or(RedisBinary::onPath)
                .orElseThrow(() -> new EmbeddedRedisException("no Redis server runs on this machine: the packed one is"
                        + " for Linux with OpenSSL 3, and neither redis-server nor valkey-server is on the PATH;"
                        + " install one (Debian: apt-get install redis-server), or give --redis URI"));
    }

    private static Path unpacked(Packed packed, Path cache) {
        Path target =
                cache.resolve("redis").resolve(packed.sha256.substring(0, 16)).resolve("redis-server");
        if (!Files.isExecutable(target)) {
            try {
                unpack(packed, target);
            } catch (IOException e) {
                throw new EmbeddedRedisException(
                        "the packed Redis server cannot be unpacked to " + target + " (" + e
                                + "): make the folder writable, or set XDG_CACHE_HOME to one that is",
                        e);
            }
        }
        return target;
    }

    /// The file appears under its name by a rename, whole, checked and executable, so two starts do not disturb each
    /// other.
    private static void unpack(Packed packed, Path target) throws IOException {
        Path folder = target.resolveSibling("");
        Files.createDirectories(folder);
        Path beside = Files.createTempFile(folder, "unpacking", "");
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream resource = RedisBinary.class.getClassLoader().getResourceAsStream(packed.resource)) {
                if (resource == null) {
                    throw new IOException(packed.resource + " is not on the class path");
                }
                Files.copy(new DigestInputStream(resource, digest), beside, StandardCopyOption.REPLACE_EXISTING);
            }
            String found = HexFormat.of().formatHex(digest.digest());
            if (!found.equals(packed.sha256)) {
                throw new IOException(packed.resource + " has SHA-256 " + found + ", not " + packed.sha256);
            }
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwx------"));
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static Optional<RedisBinary> onPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        return ON_PATH.stream()
                .flatMap(name -> Stream.of(path.split(":", -1)).map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(RedisBinary::tried)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// Starts it just to hear its version.
    private static Optional<RedisBinary> tried(Path binary) {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String says = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            boolean ran = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
            return ran ? Optional.of(new RedisBinary(binary, versionIn(says))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while trying " + binary, e));
        }
    }

    private static String versionIn(String says) {
        return Stream.of(says.split("\\s+", -1))
                .filter(word -> word.startsWith("v="))
                .map(word -> word.substring(2))
                .findFirst()
                .orElse("unknown");
    }
}
