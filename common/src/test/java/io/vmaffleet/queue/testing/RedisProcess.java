package io.vmaffleet.queue.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/// A Redis server of a test's own: a process on a free port of the loopback address that keeps nothing on disk unless
/// it is told to.
///
/// For use by one thread.
public final class RedisProcess implements AutoCloseable {
    /// A free port may be taken by another process before the server binds it.
    private static final int PORT_ATTEMPTS = 5;

    private final Path program;
    private final List<String> options;
    private final Map<String, String> environment;
    private final Path folder;
    private int port;
    private Process process;

    private RedisProcess(Path program, List<String> options, Map<String, String> environment) {
        this.program = program;
        this.options = options;
        this.environment = environment;
        try {
            this.folder = Files.createTempDirectory("redis-of-a-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.process = startOnAFreePort();
    }

    /// The server that embedded-redis brings (6.2).
    ///
    /// @param options of the server, such as `--requirepass`, `secret`
    public static RedisProcess startEmbedded(String... options) {
        return start(Embedded.PROGRAM, options);
    }

    /// Any server program.
    public static RedisProcess start(Path program, String... options) {
        return new RedisProcess(program, List.of(options), Map.of());
    }

    /// The server that embedded-redis brings, on a clock that can be moved.
    public static RedisProcess startOn(ServerClock clock) {
        return new RedisProcess(Embedded.PROGRAM, List.of(), clock.environment());
    }

    /// The server that this machine has installed, if it has one.
    public static Optional<Path> installedProgram() {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(path.split(":", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> Path.of(part, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public String uri() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    /// Ends the server as a crash would, and waits until it is gone.
    public void kill() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + pid() + " outlives SIGKILL");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for process " + pid(), e);
        }
    }

    /// Ends the server and starts another, empty, on the same port.
    public void restartEmpty() {
        kill();
        deleteData();
        startAgain();
    }

    /// Ends the server as a crash would, if it has not ended, and starts it again on the same port with what lies on
    /// its disk: its append-only file if it was started with one, else what [#save] last wrote.
    public void restart() {
        kill();
        startAgain();
    }

    /// Writes all there is to the disk, for a later [#restart].
    public void save() {
        command("SAVE");
    }

    /// Asks the server one thing, each character of a word a byte.
    ///
    /// @return the answer; the elements of an array stand a line each
    /// @throws IllegalStateException if the server refuses
    public String command(String... words) {
        try {
            return RedisCall.ask(port, words);
        } catch (IOException e) {
            throw new UncheckedIOException("asking " + String.join(" ", words), e);
        }
    }

    @Override
    public void close() {
        kill();
        deleteData();
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void startAgain() {
        process = startOn(port)
                .orElseThrow(() -> new IllegalStateException("port " + port + " was taken between two starts"));
    }

    private void deleteData() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) {
                    Files.delete(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process startOnAFreePort() {
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            port = freePort();
            Optional<Process> started = startOn(port);
            if (started.isPresent()) {
                return started.get();
            }
        }
        throw new IllegalStateException("no port of " + PORT_ATTEMPTS + " stayed free until the server was there");
    }

    /// Starts the server and reads what it says until it serves; empty if somebody else has the port.
    private Optional<Process> startOn(int usedPort) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--port",
                Integer.toString(usedPort),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                folder.toString()));
        command.addAll(options);
        StringBuilder said = new StringBuilder();
        try {
            ProcessBuilder server = new ProcessBuilder(command).redirectErrorStream(true);
            server.environment().putAll(environment);
            Process started = server.start();
            BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                if (line.contains("Ready to accept connections")) {
                    Thread.startVirtualThread(() -> drain(output));
                    return Optional.of(started);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + program, e);
        }
        if (said.indexOf("Address already in use") >= 0) {
            return Optional.empty();
        }
        throw new IllegalStateException("the server ended at its start:\n" + said);
    }

    /// Reads on, since a server whose pipe is full would stop.
    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // what a server says while it serves is of no interest
            }
        } catch (IOException e) {
            // The server was killed, which closes the pipe under its reader.
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The program inside embedded-redis, unpacked once a JVM.
    private static final class Embedded {
        private static final Path PROGRAM = unpack();

        private static Path unpack() {
            try {
                return ExecutableProvider.newJarResourceProvider().get().toPath();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
