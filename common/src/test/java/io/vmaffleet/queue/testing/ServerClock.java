package io.vmaffleet.queue.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The wall clock of a server process, which a test moves while the process runs. It needs libfaketime (Debian:
/// `faketime`), which stands between the process and the system's clock; the monotonic clock stays as it is.
public final class ServerClock {
    private final Path library;
    private final Path offset;

    private ServerClock(Path library, Path folder) {
        this.library = library;
        this.offset = folder.resolve("clock");
        shift(Duration.ZERO);
    }

    /// @param folder for its own file
    /// @return empty where libfaketime is not installed
    public static Optional<ServerClock> in(Path folder) {
        try (Stream<Path> systems = Files.list(Path.of("/usr/lib"))) {
            return systems.map(system -> system.resolve("faketime/libfaketime.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .map(library -> new ServerClock(library, folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the process is started with.
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_NO_CACHE", "1",
                "DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    }

    /// Sets how far the clock is ahead of the true one; less than nothing is behind.
    public void shift(Duration ahead) {
        try {
            Path next = offset.resolveSibling("clock.next");
            Files.writeString(next, String.format("%+d\n", ahead.toSeconds()));
            // never half a number, whenever the server looks
            Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
