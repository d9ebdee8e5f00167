package io.vmaffleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.engine.EngineFiles;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.HostMemory;
import io.vmaffleet.worker.engine.LibvmafEngine;
import io.vmaffleet.worker.engine.Tasks;
import io.vmaffleet.worker.testing.ClipMaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whoever may write into Redis makes a real worker with a real engine read nothing outside its roots: each message is
/// refused in a sentence, and the clip after it is measured.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class HandsOffIT {
    private static final Duration BOUND = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final InMemoryTaskQueue queue = new InMemoryTaskQueue(Clock.systemUTC());
    private final AtomicInteger strangers = new AtomicInteger();
    private ServerSocket listening;
    private Path root;
    private Path secret;
    private Path good;
    private Worker worker;

    @BeforeEach
    void startAWorkerOnOneRoot() throws Exception {
        root = Files.createDirectory(folder.resolve("root"));
        queue.publish(Tasks.RUN, RunState.RUNNING, Tasks.facts(root));
        queue.hold(Tasks.RUN, "coordinator", Duration.ofHours(1));
        good = new ClipMaker(root).sdr("good.mp4");
        secret = Files.copy(
                good, Files.createDirectory(folder.resolve("elsewhere")).resolve("secret.mp4"));
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::countStrangers);
        worker = new Worker(
                new WorkerOptions(
                        "here",
                        2,
                        List.of(root.toString()),
                        "test",
                        HostMemory.bytes(),
                        LibvmafEngine.command(
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                Optional.empty(),
                                EngineFiles.NONE,
                                List.of(root.toString())),
                        EngineLimits.DEFAULT,
                        WorkerIT.QUICK),
                queue);
        worker.start();
    }

    @AfterEach
    void stop() throws IOException {
        worker.close();
        listening.close();
    }

    @Test
    void noPathLeadsOutOfTheRoots() throws Exception {
        long size = Files.size(secret);
        Files.createSymbolicLink(root.resolve("link.mp4"), secret);
        Files.createSymbolicLink(root.resolve("links"), secret.getParent());
        Map<String, TaskMessage> messages = new LinkedHashMap<>();
        Map.of(
                        "dots", root + "/../elsewhere/secret.mp4",
                        "link", root + "/link.mp4",
                        "folder-link", root + "/links/secret.mp4",
                        "absolute", secret.toString(),
                        "through-proc", "/proc/self/root" + secret,
                        "working-folder", "/proc/self/cwd/pom.xml")
                .forEach((name, path) -> messages.put(name, message(name, path, size)));
        messages.put("environment", message("environment", "/proc/self/environ", 0));
        messages.put("memory", message("memory", "/proc/self/mem", 0));
        messages.put("zero", message("zero", "/dev/zero", 0));
        messages.put("standard-input", message("standard-input", "/dev/stdin", 0));

        Map<String, ClipResult> results = resultsOf(messages);

        assertThat(results)
                .allSatisfy((name, result) -> assertThat(result)
                        .isInstanceOfSatisfying(ClipResult.Failed.class, failed -> {
                            assertThat(failed.reason()).isEqualTo(FailureReason.UNREADABLE);
                            assertThat(failed.detail()).contains("outside of every root", "--root");
                        }));
        assertStillWorks();
    }

    @Test
    void whatIsNoClipInsideARootIsNotFollowed() throws Exception {
        String url = "http://127.0.0.1:" + listening.getLocalPort() + "/a.mp4";
        ClipMaker maker = new ClipMaker(root);
        assertThat(new ProcessBuilder("mkfifo", root + "/fifo.mp4").start().waitFor())
                .isZero();
        Files.createDirectory(root.resolve("folder.mp4"));
        List<Path> playlists = new ArrayList<>();
        for (String place : List.of(url, "file:" + secret, secret.toString(), "concat:" + secret + "|" + secret)) {
            int number = playlists.size();
            playlists.add(maker.text("hls" + number + ".mp4", "#EXTM3U\n#EXTINF:5,\n" + place + "\n#EXT-X-ENDLIST\n"));
            playlists.add(maker.text("concat" + number + ".mp4", "ffconcat version 1.0\nfile '" + place + "'\n"));
        }
        Map<String, TaskMessage> messages = new LinkedHashMap<>();
        for (Path playlist : playlists) {
            String name = playlist.getFileName().toString();
            messages.put(name, message(name, playlist.toString(), Files.size(playlist)));
        }
        messages.put("fifo.mp4", message("fifo.mp4", root + "/fifo.mp4", 0));
        messages.put("folder.mp4", message("folder.mp4", root + "/folder.mp4", 4096));

        Map<String, ClipResult> results = resultsOf(messages);

        assertThat(results)
                .allSatisfy((name, result) -> assertThat(result)
                        .isInstanceOfSatisfying(
                                ClipResult.Failed.class,
                                failed -> assertThat(failed.reason())
                                        .isIn(FailureReason.UNSUPPORTED_FORMAT, FailureReason.UNREADABLE)));
        assertThat(strangers).hasValue(0);
        assertStillWorks();
    }

    @Test
    void whatIsNoTaskOfThisVersionIsHandedBackUnread() throws Exception {
        Map<String, TaskMessage> messages = new LinkedHashMap<>();
        String url = "http://127.0.0.1:" + listening.getLocalPort() + "/a.mp4";
        for (String path : List.of(url, "concat:" + secret, "file:" + secret, "-i", "")) {
            alter(messages, json -> json.replace(good.toString(), path));
        }
        alter(messages, json -> json.replaceFirst("\\{", "{\"command\":\"id\","));
        alter(messages, json -> json.replaceFirst("\\{", "{\"library\":\"/tmp/evil.so\","));
        alter(messages, json -> json.replaceFirst("\\{", "{\"version\":2,"));
        alter(messages, json -> json.replaceFirst("\"size_bytes\":\\d+", "\"size_bytes\":99999999999999999999999"));
        alter(messages, json -> json.replaceFirst("\"size_bytes\":\\d+", "\"size_bytes\":-1"));
        alter(messages, json -> json.replaceFirst("\"size_bytes\":\\d+", "\"size_bytes\":1e999999999"));
        alter(messages, json -> json.replaceFirst("\"attempt\":\\d+", "\"attempt\":4294967297"));
        alter(messages, json -> json.substring(0, json.length() / 2));
        alter(messages, json -> "[".repeat(100_000));
        alter(messages, json -> "");

        Map<String, ClipResult> results = resultsOf(messages);

        assertThat(results)
                .allSatisfy((name, result) -> assertThat(result)
                        .isInstanceOfSatisfying(
                                ClipResult.HandedBack.class,
                                back -> assertThat(back.why())
                                        .startsWith("this worker cannot read the task: ")
                                        .hasSizeLessThan(1000)));
        assertThat(strangers).hasValue(0);
        assertStillWorks();
    }

    /// A message of the good clip whose JSON somebody has changed.
    private void alter(Map<String, TaskMessage> messages, UnaryOperator<String> change) throws IOException {
        String name = "altered" + messages.size();
        TaskMessage sound = message(name, good.toString(), Files.size(good));
        String altered = change.apply(sound.task());
        assertThat(altered).isNotEqualTo(sound.task());
        messages.put(name, new TaskMessage(sound.run(), sound.clip(), sound.attempt(), altered));
    }

    private Map<String, ClipResult> resultsOf(Map<String, TaskMessage> messages) {
        queue.send(engine(), List.copyOf(messages.values()));
        Awaitility.await().atMost(BOUND).until(() -> results().size() >= messages.size());
        Map<String, ClipResult> results = results();
        assertThat(results).containsOnlyKeys(messages.keySet());
        assertThat(results.values())
                .allSatisfy(result -> assertThat(words(result)).isNotBlank().doesNotContain("\n"));
        return results;
    }

    /// The engines are the ones that were started, nothing runs below them, and a good clip gets its row.
    private void assertStillWorks() throws IOException {
        assertThat(worker.enginePids())
                .hasSize(2)
                .allSatisfy(
                        pid -> assertThat(ProcessHandle.of(pid).orElseThrow().children())
                                .isEmpty());
        queue.send(engine(), List.of(message("good.mp4", good.toString(), Files.size(good))));
        Awaitility.await().atMost(BOUND).until(() -> results().containsKey("good.mp4"));
        assertThat(results().get("good.mp4")).isInstanceOf(ClipResult.Extracted.class);
    }

    private Map<String, ClipResult> results() {
        Map<String, ClipResult> results = new LinkedHashMap<>();
        for (ResultEntry entry : queue.readResults(Tasks.RUN, "0-0", 100)) {
            AttemptReport report = ResultCodec.decode(entry.fields());
            results.put(report.clip().value(), report.result());
        }
        return results;
    }

    private static String words(ClipResult result) {
        return switch (result) {
            case ClipResult.Extracted row -> row.toString();
            case ClipResult.Failed(var _, var detail) -> detail;
            case ClipResult.HandedBack(var why) -> why;
        };
    }

    private EngineFingerprint engine() {
        return worker.fingerprint().orElseThrow();
    }

    private static TaskMessage message(String name, String path, long size) {
        return TaskCodec.encode(new ClipTask(
                Tasks.RUN,
                new ClipName(name),
                1,
                path,
                size,
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty()));
    }

    /// Nobody has business on that port.
    private void countStrangers() {
        try {
            while (true) {
                listening.accept().close();
                strangers.incrementAndGet();
            }
        } catch (IOException e) {
            // the test is over
        }
    }
}
