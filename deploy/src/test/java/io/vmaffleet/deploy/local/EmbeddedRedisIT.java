package io.vmaffleet.deploy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisIT {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path cache;

    @Test
    void answersOnlyThoseWhoKnowThePassword() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisBinary.find(cache))) {
            assertThat(ask(redis.uri(), "PING")).startsWith("-NOAUTH");
            assertThat(ask(redis.uri(), "AUTH " + password(redis.uri()))).isEqualTo("+OK");
            assertThat(redis.shown()).doesNotContain(password(redis.uri()));
        }
    }

    @Test
    void thePasswordStandsInAFileForItsUserAloneAndOnNoCommandLine() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisBinary.find(cache))) {
            List<ProcessHandle> ours = ProcessHandle.current().descendants().toList();
            Path folder = folderOf(redis);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("redis.conf"))))
                    .isEqualTo("rw-------");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
            for (ProcessHandle process : ours) {
                assertThat(Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")))
                        .doesNotContain(password(redis.uri()));
            }
        }
    }

    @Test
    void twoAtOnceDoNotDisturbEachOther() throws Exception {
        RedisBinary binary = RedisBinary.find(cache);
        try (EmbeddedRedis other = EmbeddedRedis.start(binary)) {
            String ended;
            try (EmbeddedRedis one = EmbeddedRedis.start(binary)) {
                ended = one.uri();
                assertThat(ended).isNotEqualTo(other.uri());
            }

            assertThat(isOpen(ended)).isFalse();
            assertThat(ask(other.uri(), "AUTH " + password(other.uri()))).isEqualTo("+OK");
        }
    }

    @Test
    void closingTakesTheServerAndItsFolderAway() throws Exception {
        EmbeddedRedis redis = EmbeddedRedis.start(RedisBinary.find(cache));
        Path folder = folderOf(redis);

        redis.close();
        redis.close();

        assertThat(isOpen(redis.uri())).isFalse();
        assertThat(folder).doesNotExist();
    }

    @Test
    void aParentKilledByMinusNineLeavesNoServerBehind() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RedisHolder.class.getName(),
                        cache.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String uri = firstLine(parent);
        List<ProcessHandle> children = parent.descendants().toList();
        assertThat(isOpen(uri)).isTrue();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);

        parent.destroyForcibly();

        await().atMost(SOON).until(() -> !isOpen(uri));
        await().atMost(SOON).until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void ctrlCOnTheTerminalDoesNotReachTheServer() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisBinary.find(cache))) {
            assertThat(isOpen(redis.uri())).isTrue();
            List<ProcessHandle> ours = ProcessHandle.current().descendants().toList();
            String ourSession = session(ProcessHandle.current().pid());

            // A terminal's signals go to a process group of its own session.
            assertThat(ours).isNotEmpty();
            for (ProcessHandle process : ours) {
                assertThat(session(process.pid())).isNotEqualTo(ourSession);
            }
        }
    }

    /// The folder is the last argument of the watch.
    private static Path folderOf(EmbeddedRedis redis) throws IOException {
        String port = Integer.toString(URI.create(redis.uri()).getPort());
        try (Stream<ProcessHandle> processes = ProcessHandle.current().descendants()) {
            for (ProcessHandle process : processes.toList()) {
                String[] words = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"))
                        .split("\0", -1);
                for (String word : words) {
                    Path conf = Path.of(word.startsWith("/") ? word : "/nowhere", "redis.conf");
                    if (Files.exists(conf) && Files.readString(conf).contains("port " + port)) {
                        return conf.resolveSibling("");
                    }
                }
            }
        }
        throw new AssertionError("no process names the folder of " + redis.shown());
    }

    private static String session(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3];
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    private static String password(String uri) {
        return URI.create(uri).getUserInfo().substring(1);
    }

    private static boolean isOpen(String uri) {
        try (Socket socket = new Socket()) {
            socket.connect(address(uri), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String ask(String uri, String command) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(address(uri), 1000);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static InetSocketAddress address(String uri) {
        return new InetSocketAddress(
                InetAddress.ofLiteral("127.0.0.1"), URI.create(uri).getPort());
    }
}
