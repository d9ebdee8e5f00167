package io.vmaffleet.deploy.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/// A Redis server of this process's own: on loopback, with a random password, nothing on disk, and gone when this
/// process is, however it ends.
///
/// The server runs under a tiny watch, a shell that reads a pipe of ours: at the pipe's end, which also kill -9
/// brings about, it ends the server. Both live in a session of their own, so that Ctrl-C on the terminal reaches the
/// coordinator alone, which still needs the queue while it drains.
public final class EmbeddedRedis implements AutoCloseable {
    /// Port taken between asking for a free one and binding it: a new port is tried this often.
    private static final int STARTS = 5;

    private static final Duration START_BOUND = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);
    private static final Duration STOP_BOUND = Duration.ofSeconds(5);

    /// Arguments: the server, its folder. The watcher asks politely first; a server without anything to save needs
    /// no second. The folder, with the password in it, goes last.
    private static final String WATCH = """
            exec 3<&0
            "$1" "$2/redis.conf" </dev/null >"$2/log" 2>&1 3<&- &
            server=$!
            { while read -r _; do :; done; kill "$server"; sleep 2; kill -9 "$server"; } <&3 >/dev/null 2>&1 &
            watcher=$!
            wait "$server"
            kill "$watcher"
            [ -e "$2/answered" ] && rm -rf "$2"
            """;

    private final Process watch;
    private final int port;
    private final String password;

    private EmbeddedRedis(Process watch, int port, String password) {
        this.watch = watch;
        this.port = port;
        this.password = password;
    }

    /// Starts a server and returns when it answers.
    ///
    /// @throws EmbeddedRedisException if none can be started
    public static EmbeddedRedis start(RedisBinary binary) {
        try {
            String said = "";
            for (int i = 0; i < STARTS; i++) {
                Path folder = Files.createTempDirectory("vmaf-fleet-redis-");
                EmbeddedRedis redis = launch(binary, folder);
                if (redis.answers()) {
                    // From here on the watch removes the folder; before, its log is needed here.
                    Files.createFile(folder.resolve("answered"));
                    return redis;
                }
                redis.close();
                said = lastLine(folder);
                remove(folder);
                if (!said.contains("Address already in use")) {
                    break;
                }
            }
            throw new EmbeddedRedisException("the embedded Redis (" + binary.path() + ") does not start, it says '"
                    + said + "': mend that, or give --redis URI");
        } catch (IOException e) {
            throw new EmbeddedRedisException(
                    "the embedded Redis cannot be started (" + e + "): mend that, or give --redis URI", e);
        }
    }

    private static EmbeddedRedis launch(RedisBinary binary, Path folder) throws IOException {
        byte[] secret = new byte[24];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        int port = freePort();
        Path conf = Files.createFile(
                folder.resolve("redis.conf"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(conf, configuration(folder, port, password));
        Process watch = new ProcessBuilder(
                        "setsid",
                        "sh",
                        "-c",
                        WATCH,
                        "vmaf-fleet-redis-watch",
                        binary.path().toString(),
                        folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new EmbeddedRedis(watch, port, password);
    }

    /// The password stands in this file alone, never on a command line, which every user of the machine can read.
    private static String configuration(Path folder, int port, String password) {
        return """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                daemonize no
                databases 1
                save ""
                appendonly no
                maxmemory-policy noeviction
                """.formatted(port, password, folder);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /// Asks, until it says that it is ready, it is gone, or the bound is over. The password makes sure that it is
    /// ours: a stranger on the port does not know it.
    private boolean answers() throws IOException {
        long end = System.nanoTime() + START_BOUND.toNanos();
        while (watch.isAlive() && System.nanoTime() < end) {
            if (pings()) {
                return true;
            }
            try {
                Thread.sleep(LOOK_EVERY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while it started", e);
            }
        }
        return false;
    }

    private boolean pings() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(StandardCharsets.US_ASCII));
            BufferedReader answers =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            return "+OK".equals(answers.readLine()) && "+PONG".equals(answers.readLine());
        } catch (IOException e) {
            return false;
        }
    }

    /// With the password in it: for this process's own connections, never to be shown.
    public String uri() {
        return "redis://:" + password + "@127.0.0.1:" + port;
    }

    /// The address for people, without its secret and unlike one of a Redis that others can use.
    public String shown() {
        return "embedded, 127.0.0.1:" + port;
    }

    /// Whether the server still runs.
    boolean isAlive() {
        return watch.isAlive();
    }

    /// Ends the server and waits until it is gone; twice is once.
    @Override
    public void close() {
        try {
            watch.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is closed all the same, and the watch sees its end.
            watch.destroy();
        }
        try {
            if (!watch.waitFor(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                watch.descendants().forEach(ProcessHandle::destroyForcibly);
                watch.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String lastLine(Path folder) throws IOException {
        Path log = folder.resolve("log");
        return Files.exists(log)
                ? Files.readString(log, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .reduce("", (before, line) -> line)
                : "";
    }

    private static void remove(Path folder) throws IOException {
        for (String name : new String[] {"redis.conf", "log"}) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }
}
