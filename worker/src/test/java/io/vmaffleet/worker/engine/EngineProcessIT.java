package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.wire.TaskCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A real engine process with scripted work.
class EngineProcessIT {
    static final EngineLimits SHORT = new EngineLimits(
            Duration.ofSeconds(60),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            20,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            3,
            1 << 16,
            Duration.ofMillis(250),
            20);

    private final MemoryBudget budget = new MemoryBudget(1000);
    private final List<EngineProcess> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (EngineProcess engine : started) {
            engine.retire();
        }
    }

    @Test
    void anEngineMeasuresClipAfterClip() throws InterruptedException {
        EngineProcess engine = ready();

        assertThat(engine.found().fingerprint()).isEqualTo(ScriptedEngine.FINGERPRINT);
        for (int i = 0; i < SHORT.clips(); i++) {
            assertThat(engine.isSpent()).isFalse();
            Measurement measurement = measure(engine, "row-" + i);
            assertThat(measurement)
                    .isEqualTo(new Measurement(
                            new ClipResult.Extracted(ScriptedEngine.row()), 3, 1234, false, Optional.empty()));
        }
        assertThat(engine.isSpent()).isTrue();
        assertThat(engine.retire()).isTrue();
    }

    @Test
    void theScoresOfFramesComeWithTheResultOfTheTaskThatWantsThem() throws InterruptedException {
        EngineProcess engine = ready();

        assertThat(measure(engine, Tasks.of("row-1").withFrames(true)).scores()).isEqualTo(ScriptedEngine.SCORES);
        assertThat(measure(engine, "row-2").scores()).isEmpty();
    }

    @Test
    void aClipsOwnFaultLeavesTheEngineUsable() throws InterruptedException {
        EngineProcess engine = ready();

        assertFailed(measure(engine, "missing-1"), FailureReason.MISSING_FILE, "does not exist");

        assertThat(engine.isSpent()).isFalse();
        assertThat(measure(engine, "row-1").result()).isInstanceOf(ClipResult.Extracted.class);
    }

    @Test
    void aCrashIsAFailureThatTellsTheCrashReportsSummary() throws InterruptedException {
        EngineProcess engine = ready();

        assertFailed(measure(engine, "crash-1"), FailureReason.ENGINE_CRASH, "SIGSEGV", "Problematic frame: | C ");

        assertThat(engine.isSpent()).isTrue();
    }

    @Test
    void anEngineThatIsKilledIsACrashThatSaysTheSignal() throws InterruptedException {
        assertFailed(measure(ready(), "kill-1"), FailureReason.ENGINE_KILLED, "signal 9 (SIGKILL)");
    }

    @Test
    void anEngineThatEndsByItselfIsACrashWithItsExitCode() throws InterruptedException {
        assertFailed(measure(ready(), "exit-1"), FailureReason.ENGINE_CRASH, "exit code 9");
    }

    @Test
    void anEngineStuckInNativeCodeIsKilledAtTheStallBound() throws InterruptedException {
        EngineProcess engine = ready();

        assertFailed(measure(engine, "hang-1"), FailureReason.ENGINE_STALL, "no frame for 2 s");

        assertThat(engine.awaitGone(SHORT.kill())).isTrue();
    }

    @Test
    void aClipThatMovesForEverEndsAtItsDeadline() throws InterruptedException {
        assertFailed(measure(ready(), "late-1"), FailureReason.DEADLINE, "1 s after its start");
    }

    @Test
    void anErrorInsideTheMeasuringIsAFaultOfTheEngine() throws InterruptedException {
        EngineProcess engine = ready();

        assertFailed(measure(engine, "poison-1"), FailureReason.INTERNAL, "vmaf_read_pictures returned 1");

        assertThat(engine.isSpent()).isTrue();
    }

    @Test
    void aFullHeapIsOutOfMemory() throws InterruptedException {
        assertFailed(measure(ready(), "heap-1"), FailureReason.OUT_OF_MEMORY, "heap");
    }

    @Test
    void anEngineThatTakesFarMoreMemoryThanItAskedForIsKilled() throws InterruptedException {
        assertFailed(measure(ready(), "eat-1"), FailureReason.OUT_OF_MEMORY, "had asked for 0 MiB");
    }

    @Test
    void whatClipsTookCorrectsWhatTheNextOneIsWorth() throws InterruptedException {
        EngineProcess engine = ready();

        measure(engine, "row-1");
        MemoryBudget.Ticket first = budget.ask(10, () -> {});

        // a process of many MiB had asked for 10 bytes
        assertThat(budget.ask(985, () -> {}).isGranted()).isTrue();
        assertThat(budget.ask(1, () -> {}).isGranted()).isFalse();
        first.close();
    }

    @Test
    void theKernelIsToTakeAnEngineAndNotItsSupervisor() throws Exception {
        Path score = Path.of("/proc", Long.toString(ready().pid()), "oom_score_adj");

        assertThat(Files.readString(score).strip()).isEqualTo("500");
        assertThat(Files.readString(Path.of("/proc/self/oom_score_adj")).strip())
                .isNotEqualTo("500");
    }

    @Test
    void whatIsPrintedOnStandardOutputDisturbsNothing() throws InterruptedException {
        assertThat(measure(ready(), "print-1").result()).isInstanceOf(ClipResult.Extracted.class);
    }

    @Test
    void aClipWaitsForItsMemory() throws InterruptedException {
        EngineProcess engine = ready();
        MemoryBudget.Ticket other = budget.ask(1, () -> {});
        RecordingWatch watch = new RecordingWatch(other::close);

        Measurement measurement = engine.measure(TaskCodec.encode(Tasks.of("big-1")), budget, watch);

        assertThat(measurement.result()).isInstanceOf(ClipResult.Extracted.class);
        assertThat(watch.heard).containsExactly("waiting", "measuring 3", "frames 1");
        assertThat(budget.ask(1000, () -> {}).isGranted()).isTrue();
    }

    @Test
    void aClipThatGetsNoMemoryIsHandedBack() throws InterruptedException {
        EngineProcess engine = ready();
        budget.ask(1, () -> {});

        ClipResult result = measure(engine, "big-1").result();

        assertThat(result)
                .isInstanceOfSatisfying(
                        ClipResult.HandedBack.class,
                        back -> assertThat(back.why()).contains("no memory"));
    }

    @Test
    void aCancelledClipIsHandedBack() throws InterruptedException {
        EngineProcess engine = ready();
        RecordingWatch watch = new RecordingWatch(() -> engine.cancel("its worker stops"));

        ClipResult result = engine.measure(TaskCodec.encode(Tasks.of("hang-1")), budget, watch)
                .result();

        assertThat(result).isEqualTo(new ClipResult.HandedBack("its worker stops"));
    }

    @Test
    void anUnfitHostIsToldInTheEnginesOwnWords() {
        assertThatThrownBy(() -> launch("unfit", SHORT).awaitReady())
                .isInstanceOf(EngineStartException.class)
                .hasMessage("no libvmaf is on this host; give its path by --libvmaf");
    }

    @Test
    void anEngineThatEndsAtItsStartIsToldWithItsLastWords() {
        assertThatThrownBy(() -> launch("exit", SHORT).awaitReady())
                .isInstanceOf(EngineStartException.class)
                .hasMessageContaining("exit code 7")
                .hasMessageContaining("this engine has had enough");
    }

    @Test
    void anEngineThatNeverGetsReadyIsGivenUp() throws InterruptedException {
        EngineLimits impatient = new EngineLimits(
                Duration.ofSeconds(1),
                SHORT.stall(),
                SHORT.deadlineFloor(),
                SHORT.deadlineBase(),
                20,
                SHORT.memoryWait(),
                SHORT.kill(),
                SHORT.stop(),
                3,
                1 << 16,
                SHORT.progress(),
                20);
        EngineProcess engine = launch("silent", impatient);

        assertThatThrownBy(engine::awaitReady)
                .isInstanceOf(EngineStartException.class)
                .hasMessageContaining("not ready within 1 s");
        assertThat(engine.awaitGone(SHORT.kill())).isTrue();
    }

    @Test
    void anEngineHearsNoCtrlCAndNoServiceManager() throws Exception {
        EngineProcess engine = ready();

        for (String signal : List.of("-INT", "-TERM", "-HUP")) {
            assertThat(new ProcessBuilder("kill", signal, Long.toString(engine.pid()))
                            .start()
                            .waitFor())
                    .isZero();
        }

        assertThat(measure(engine, "row-1").result()).isInstanceOf(ClipResult.Extracted.class);
    }

    @Test
    void anEngineThatDiesWhileIdleIsSpent() throws InterruptedException {
        EngineProcess engine = ready();

        ProcessHandle.of(engine.pid()).orElseThrow().destroyForcibly();

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(engine::isSpent);
    }

    private EngineProcess ready() throws InterruptedException {
        EngineProcess engine = launch("ok", SHORT);
        engine.awaitReady();
        return engine;
    }

    private EngineProcess launch(String start, EngineLimits limits) {
        EngineProcess engine = EngineProcess.launch("engine-0", ScriptedEngine.command(start), limits);
        started.add(engine);
        return engine;
    }

    private Measurement measure(EngineProcess engine, String clip) throws InterruptedException {
        return measure(engine, Tasks.of(clip));
    }

    private Measurement measure(EngineProcess engine, ClipTask task) throws InterruptedException {
        return engine.measure(TaskCodec.encode(task), budget, new RecordingWatch(() -> {}));
    }

    private static void assertFailed(Measurement measurement, FailureReason reason, String... details) {
        assertThat(measurement.result()).isInstanceOfSatisfying(ClipResult.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(reason);
            assertThat(failed.detail()).contains(details);
        });
    }

    /// Writes down what it is told, and does something when the engine first waits for memory.
    private static final class RecordingWatch implements AttemptWatch {
        private final List<String> heard = new ArrayList<>();
        private final Runnable whenWaiting;

        RecordingWatch(Runnable whenWaiting) {
            this.whenWaiting = whenWaiting;
        }

        @Override
        public void waitingForMemory() {
            heard.add("waiting");
            whenWaiting.run();
        }

        @Override
        public void measuring(long framesExpected, Optional<Duration> deadline) {
            heard.add("measuring " + framesExpected);
        }

        @Override
        public void frames(long done) {
            heard.add("frames " + done);
        }
    }
}
