package io.vmaffleet.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.engine.EngineCommand;
import io.vmaffleet.worker.engine.EngineFiles;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.HostMemory;
import io.vmaffleet.worker.engine.LibvmafEngine;
import io.vmaffleet.worker.engine.Tasks;
import io.vmaffleet.worker.extract.ClipMeasurer;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.libvmaf.LibvmafExtractor;
import io.vmaffleet.worker.extract.libvmaf.TestLibrary;
import io.vmaffleet.worker.loop.LoopLimits;
import io.vmaffleet.worker.testing.BrokenLibvmaf;
import io.vmaffleet.worker.testing.ClipMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole worker with the shipped engine on a libvmaf that really crashes, spins and eats memory.
class BrokenLibvmafIT {
    private static final String GOOD = "good";

    /// Short where a test would wait, and an engine for two clips.
    private static final EngineLimits LIMITS = new EngineLimits(
            EngineLimits.DEFAULT.start(),
            Duration.ofSeconds(4),
            EngineLimits.DEFAULT.deadlineFloor(),
            EngineLimits.DEFAULT.deadlineBase(),
            EngineLimits.DEFAULT.deadlineFactor(),
            EngineLimits.DEFAULT.memoryWait(),
            EngineLimits.DEFAULT.kill(),
            EngineLimits.DEFAULT.stop(),
            2,
            EngineLimits.DEFAULT.messageBytes(),
            EngineLimits.DEFAULT.progress(),
            EngineLimits.DEFAULT.stderrLines());

    @TempDir
    private Path folder;

    private final InMemoryTaskQueue queue = new InMemoryTaskQueue(Clock.systemUTC());
    private Optional<Worker> started = Optional.empty();
    private Path clips = Path.of("");

    @BeforeEach
    void publishTheRun() throws IOException {
        clips = Files.createDirectory(folder.resolve("clips"));
        queue.publish(Tasks.RUN, RunState.RUNNING, Tasks.facts(clips));
        queue.hold(Tasks.RUN, "coordinator", Duration.ofMinutes(10));
    }

    @AfterEach
    void close() {
        started.ifPresent(Worker::close);
    }

    @Test
    void whateverALibraryDoesToAnEngineCostsItsClipAloneAndTheNextIsMeasuredRight() throws Exception {
        ClipMaker maker = new ClipMaker(clips);
        for (int i = 0; i < 4; i++) {
            maker.make(GOOD + i + ".mp4", ClipSpec.of(320, 240, 6).build());
        }
        for (BrokenLibvmaf one : BrokenLibvmaf.values()) {
            one.poison(maker, one + ".mp4");
        }
        Worker worker = start(
                BrokenLibvmaf.build(folder.resolve("broken"), TestLibrary.get().path()));
        List<Long> firstEngine = worker.enginePids();

        send(worker, "good0.mp4", "CRASHES.mp4", "good1.mp4", "SPINS.mp4", "good2.mp4", "EATS_MEMORY.mp4", "good3.mp4");

        Map<String, AttemptReport> reports = await(7);
        assertFailed(reports, BrokenLibvmaf.CRASHES, FailureReason.ENGINE_CRASH, "SIGSEGV");
        assertFailed(reports, BrokenLibvmaf.SPINS, FailureReason.ENGINE_STALL, "no frame for 4 s");
        assertFailed(reports, BrokenLibvmaf.EATS_MEMORY, FailureReason.OUT_OF_MEMORY, "had asked for");
        ClipResult right = measuredHere(clips.resolve("good0.mp4"));
        for (int i = 0; i < 4; i++) {
            assertThat(result(reports, GOOD + i)).isEqualTo(right);
        }
        assertThat(worker.enginePids()).doesNotContainAnyElementsOf(firstEngine);
        assertThat(worker.isHealthy()).isTrue();
    }

    @Test
    void anEngineIsReplacedAfterItsClips() throws Exception {
        ClipMaker maker = new ClipMaker(clips);
        maker.sdr("a.mp4");
        maker.sdr("b.mp4");
        maker.sdr("c.mp4");
        Worker worker = start(TestLibrary.get().path());
        ProcessHandle first = ProcessHandle.of(worker.enginePids().getFirst()).orElseThrow();

        send(worker, "a.mp4");
        await(1);
        assertThat(first.isAlive()).isTrue();
        send(worker, "b.mp4", "c.mp4");

        assertThat(await(3).values())
                .allSatisfy(report -> assertThat(report.result()).isInstanceOf(ClipResult.Extracted.class));
        within().until(() -> !first.isAlive());
    }

    /// As one that hangs before its first frame, in an open of a file for one.
    @Test
    void anEngineThatNeitherEndsNorMovesIsKilledAtTheStallBound() throws Exception {
        ClipMaker maker = new ClipMaker(clips);
        maker.sdr("stuck.mp4");
        maker.sdr("good.mp4");
        Worker worker = start(TestLibrary.get().path());
        ProcessHandle frozen = ProcessHandle.of(worker.enginePids().getFirst()).orElseThrow();
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(frozen.pid()))
                        .start()
                        .waitFor())
                .isZero();

        send(worker, "stuck.mp4", "good.mp4");

        Map<String, AttemptReport> reports = await(2);
        assertThat(result(reports, "stuck"))
                .isInstanceOfSatisfying(
                        ClipResult.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.ENGINE_STALL));
        assertThat(result(reports, GOOD)).isEqualTo(measuredHere(clips.resolve("good.mp4")));
        assertThat(frozen.isAlive()).isFalse();
    }

    private Worker start(Path libvmaf) throws InterruptedException {
        EngineCommand engine = LibvmafEngine.command(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Optional.empty(),
                new EngineFiles(Optional.of(libvmaf), List.of()),
                List.of(clips.toString()));
        Worker worker = new Worker(
                new WorkerOptions(
                        "here",
                        1,
                        List.of(clips.toString()),
                        "test",
                        HostMemory.bytes(),
                        engine,
                        LIMITS,
                        LoopLimits.DEFAULT),
                queue);
        started = Optional.of(worker);
        worker.start();
        return worker;
    }

    private void send(Worker worker, String... names) throws IOException {
        for (String name : names) {
            queue.send(worker.fingerprint().orElseThrow(), List.of(TaskCodec.encode(task(clips.resolve(name)))));
        }
    }

    private static ClipTask task(Path clip) throws IOException {
        return new ClipTask(
                Tasks.RUN,
                new ClipName(String.valueOf(clip.getFileName())),
                1,
                clip.toString(),
                Files.size(clip),
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private Map<String, AttemptReport> await(int results) {
        within().until(() -> reports().size() == results);
        return reports();
    }

    private Map<String, AttemptReport> reports() {
        return queue.readResults(Tasks.RUN, "0-0", 100).stream()
                .map(ResultEntry::fields)
                .map(ResultCodec::decode)
                .collect(Collectors.toMap(report -> report.clip().value(), report -> report));
    }

    private static ClipResult result(Map<String, AttemptReport> reports, String clip) {
        return Optional.ofNullable(reports.get(clip + ".mp4")).orElseThrow().result();
    }

    private static void assertFailed(
            Map<String, AttemptReport> reports, BrokenLibvmaf poison, FailureReason reason, String detail) {
        assertThat(result(reports, poison.name())).isInstanceOfSatisfying(ClipResult.Failed.class, failed -> {
            assertThat(failed.reason()).as(failed.detail()).isEqualTo(reason);
            assertThat(failed.detail()).contains(detail);
        });
    }

    private ClipResult measuredHere(Path clip) throws IOException {
        try (ClipFile file = ClipFile.open(task(clip), Roots.of(clips));
                FrameSource source = FfmpegFrameSource.open(file)) {
            return new ClipMeasurer(new LibvmafExtractor(TestLibrary.get()))
                    .measure(task(clip), source, FrameListener.NONE)
                    .result();
        }
    }

    private static ConditionFactory within() {
        return Awaitility.await().atMost(Duration.ofMinutes(2));
    }
}
