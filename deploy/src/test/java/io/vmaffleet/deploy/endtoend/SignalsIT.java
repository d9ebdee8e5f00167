package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.ClipMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What SIGTERM and Ctrl-C do to real processes, once and twice. The engine is frozen before it gets its clip, so that
/// the clip is surely in work when the signal comes and ends when the test says so.
class SignalsIT {
    @TempDir
    private Path folder;

    private final List<ProcessHandle> frozen = new ArrayList<>();
    private Path clips = Path.of("");
    private Path output = Path.of("");
    private RedisProcess redis = RedisProcess.startEmbedded();
    private CoordinatorQueue queue = RedisTaskQueue.connect(redis.uri(), "default");

    /// The table of the two clips, in a run that nothing happened to.
    private static byte[] undisturbed = {};

    @BeforeAll
    static void extractUndisturbed(@TempDir Path folder) throws Exception {
        Path table = folder.resolve("x.parquet");
        makeTwoClips(folder);
        try (VmafFleetProcess run = local(folder, table)) {
            assertThat(run.end()).as(run.said()).isZero();
        }
        undisturbed = Files.readAllBytes(table);
    }

    @BeforeEach
    void begin() throws IOException {
        makeTwoClips(folder);
        clips = folder.resolve("clips");
        output = folder.resolve("x.parquet");
    }

    private static void makeTwoClips(Path folder) throws IOException {
        ClipMaker maker = new ClipMaker(Files.createDirectory(folder.resolve("clips")));
        maker.sdr("a.mp4");
        maker.sdr("b.mp4");
        Files.writeString(folder.resolve("scores.csv"), "video_name,video_score\na.mp4,3\nb.mp4,4\n");
    }

    @AfterEach
    void close() throws Exception {
        thaw();
        queue.close();
        redis.close();
    }

    @Test
    void aWorkerThatIsToldToStopEndsItsClipAndTakesNoOther() throws Exception {
        try (VmafFleetProcess worker = frozenWorker("--drain-seconds", "600");
                VmafFleetProcess run = run()) {
            EngineFingerprint engine = awaitHeldClip();

            worker.signal("TERM");
            within().until(() -> worker.said().contains("stopping: clips in work have 600 s to end"));
            thaw();

            assertThat(worker.end()).as(worker.said()).isZero();
            within().until(() -> safeRows() == 1);
            assertThat(queue.pending(engine)).isEmpty();
            assertThat(run.isAlive()).as(run.said()).isTrue();
        }
    }

    @Test
    void whatAWorkerCannotEndInTimeIsHandedBackAtOnceAndNothingIsCharged() throws Exception {
        try (VmafFleetProcess worker = frozenWorker("--drain-seconds", "0");
                VmafFleetProcess run = run()) {
            EngineFingerprint engine = awaitHeldClip();

            worker.signal("TERM");

            assertThat(worker.end()).as(worker.said()).isZero();
            // no lease has to run out first
            assertThat(queue.pending(engine)).isEmpty();
            assertThat(frozen).noneMatch(ProcessHandle::isAlive);
            try (VmafFleetProcess other = worker()) {
                assertThat(run.end()).as(run.said() + other.said()).isZero();
            }
        }
        assertThat(folder.resolve("x.attempts.jsonl")).isEmptyFile();
        assertThatTheTableIsThatOfAnUndisturbedRun();
    }

    @Test
    void aSecondSignalEndsAWorkerAtOnceAndItsEngines() throws Exception {
        try (VmafFleetProcess worker = frozenWorker("--drain-seconds", "600");
                VmafFleetProcess run = run()) {
            awaitHeldClip();

            worker.signal("TERM");
            within().until(() -> worker.said().contains("stopping"));
            worker.signal("TERM");

            assertThat(worker.end()).as(worker.said()).isEqualTo(5);
            assertThat(worker.said()).contains("stopped at once by a second signal");
            thaw();
            within().until(() -> frozen.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(run.isAlive()).as(run.said()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aCoordinatorThatIsToldToStopSendsNothingMoreKeepsWhatArrivesAndLeavesARunToResume(String signal)
            throws Exception {
        assumeThat(isHeardHere(signal))
                .as("processes begun here hear SIG" + signal)
                .isTrue();
        try (VmafFleetProcess worker = frozenWorker()) {
            try (VmafFleetProcess run = run()) {
                EngineFingerprint engine = awaitHeldClip();

                run.signal(signal);
                within().until(() -> run.said().contains("stopping"));
                // what nobody holds is taken back
                within().until(() -> queue.depth(engine) == 1);
                thaw();

                assertThat(run.end()).as(run.said()).isEqualTo(5);
                assertThat(run.said()).contains("resume " + output);
            }
            assertThat(safeRows()).isEqualTo(1);
            assertThat(output).doesNotExist();
            assertThat(worker.isAlive()).as(worker.said()).isTrue();

            try (VmafFleetProcess resume = VmafFleetProcess.start(folder, "resume", output.toString())) {
                assertThat(resume.end()).as(resume.said()).isZero();
            }
        }
        assertThatTheTableIsThatOfAnUndisturbedRun();
    }

    @Test
    void aSecondSignalEndsALocalRunAtOnceAndEverythingBelowIt() throws Exception {
        new ClipMaker(clips).make("b.mp4", ClipSpec.of(960, 540, 500).build());
        List<ProcessHandle> below;
        try (VmafFleetProcess run = local(folder, output)) {
            within().until(() -> safeRows() == 1);
            freeze(run);

            run.signal("TERM");
            within().until(() -> run.said().contains("stopping"));
            below = run.descendants();
            run.signal("TERM");

            assertThat(run.end()).as(run.said()).isEqualTo(5);
        }
        thaw();
        // the watch and the embedded Redis too
        assertThat(below).hasSizeGreaterThanOrEqualTo(3);
        within().until(() -> below.stream().noneMatch(ProcessHandle::isAlive));

        try (VmafFleetProcess resume = VmafFleetProcess.start(folder, "resume", output.toString())) {
            assertThat(resume.end()).as(resume.said()).isZero();
        }
        Path whole = folder.resolve("whole.parquet");
        try (VmafFleetProcess run = local(folder, whole)) {
            assertThat(run.end()).as(run.said()).isZero();
        }
        assertThat(output).hasSameBinaryContentAs(whole);
    }

    private VmafFleetProcess frozenWorker(String... more) throws Exception {
        VmafFleetProcess worker = worker(more);
        within().until(() -> worker.said().contains("1 slot works"));
        freeze(worker);
        assertThat(frozen).isNotEmpty();
        return worker;
    }

    private VmafFleetProcess worker(String... more) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("worker", "--redis", redis.uri(), "--slots", "1", "--root", clips.toString()));
        arguments.addAll(List.of(more));
        return VmafFleetProcess.start(folder, arguments.toArray(String[]::new));
    }

    /// The engine has its clip, or will have it as soon as it is thawed.
    private EngineFingerprint awaitHeldClip() {
        within().until(() -> !queue.heartbeats().isEmpty());
        EngineFingerprint engine = new EngineFingerprint(
                Heartbeat.decode(queue.heartbeats().getFirst()).engine());
        within().until(() -> queue.pending(engine).size() == 1);
        // what was only taken, and is in no slot yet, a worker that is told to stop gives back
        within().until(() -> Heartbeat.decode(queue.heartbeats().getFirst()).slots().stream()
                .anyMatch(slot -> !slot.clip().isEmpty()));
        return engine;
    }

    private VmafFleetProcess run() throws IOException {
        return VmafFleetProcess.start(folder, arguments(folder, output, "--redis", redis.uri(), "--workers", "0"));
    }

    private static VmafFleetProcess local(Path folder, Path to) throws IOException {
        return VmafFleetProcess.start(folder, arguments(folder, to, "--workers", "1"));
    }

    private static String[] arguments(Path folder, Path to, String... more) {
        return VmafFleetProcess.run(folder.resolve("clips"), folder.resolve("scores.csv"), to, more);
    }

    private void assertThatTheTableIsThatOfAnUndisturbedRun() {
        assertThat(output).hasBinaryContent(undisturbed);
    }

    private long safeRows() throws IOException {
        Path staging = folder.resolve("x.rows.jsonl");
        return Files.exists(staging) ? Files.readAllLines(staging).size() : 0;
    }

    private static List<ProcessHandle> engines(VmafFleetProcess process) {
        return process.descendants().stream()
                .filter(child -> child.info()
                        .commandLine()
                        .filter(line -> line.contains("LibvmafEngine"))
                        .isPresent())
                .toList();
    }

    private void freeze(VmafFleetProcess process) throws Exception {
        for (ProcessHandle engine : engines(process)) {
            VmafFleetProcess.signal("STOP", engine);
            frozen.add(engine);
        }
    }

    /// A shell without job control lets what it starts in the background be deaf to Ctrl-C, and so on downwards.
    private static boolean isHeardHere(String signal) throws IOException {
        long ignored = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst()
                .orElseThrow();
        int number = signal.equals("INT") ? 2 : 15;
        return (ignored >>> (number - 1) & 1) == 0;
    }

    private void thaw() throws Exception {
        for (ProcessHandle engine : frozen) {
            VmafFleetProcess.signal("CONT", engine);
        }
    }

    private static ConditionFactory within() {
        return await().atMost(Duration.ofMinutes(2));
    }
}
