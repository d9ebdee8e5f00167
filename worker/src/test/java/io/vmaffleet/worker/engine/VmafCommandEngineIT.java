package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.extract.vmafcli.VmafBackend;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.StandInVmaf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The engine that measures by a command, as a process of its own, with a stand-in for the command.
class VmafCommandEngineIT {
    private static final Duration BOUND = Duration.ofSeconds(10);

    /// Short where a test would wait.
    private static final EngineLimits LIMITS = new EngineLimits(
            EngineLimits.DEFAULT.start(),
            Duration.ofSeconds(4),
            EngineLimits.DEFAULT.deadlineFloor(),
            EngineLimits.DEFAULT.deadlineBase(),
            EngineLimits.DEFAULT.deadlineFactor(),
            EngineLimits.DEFAULT.memoryWait(),
            EngineLimits.DEFAULT.kill(),
            EngineLimits.DEFAULT.stop(),
            EngineLimits.DEFAULT.clips(),
            EngineLimits.DEFAULT.messageBytes(),
            EngineLimits.DEFAULT.progress(),
            EngineLimits.DEFAULT.stderrLines());

    private final Path folder;
    private final StandInVmaf vmaf;
    private final ClipMaker clips;
    private Optional<EngineProcess> launched = Optional.empty();

    VmafCommandEngineIT(@TempDir Path folder) {
        this.folder = folder;
        this.vmaf = new StandInVmaf(folder.resolve("command"));
        this.clips = new ClipMaker(folder);
    }

    @AfterEach
    void endTheEngine() throws InterruptedException {
        if (launched.isPresent()) {
            launched.get().retire();
        }
    }

    @Test
    void aClipIsMeasuredByTheCommandAndItsEngineIsNotTheLibrarys() throws Exception {
        EngineProcess engine = start(VmafBackend.CPU);

        Measurement measurement = measure(engine, clips.hdr("hdr.mp4"));

        assertThat(measurement.result()).isInstanceOfSatisfying(ClipResult.Extracted.class, extracted -> {
            assertThat(extracted.row().value(Feature.CAMBI, Statistic.MEAN)).isEqualTo(0.25);
            assertThat(extracted.row().value(Feature.PSNR_Y, Statistic.MEAN)).isEqualTo(72);
        });
        assertThat(measurement.frames()).isEqualTo(8);
        assertThat(vmaf.takeLines().getLast())
                .contains("--bitdepth 10", "motion=motion_fps_weight=0.5", "cambi=eotf=pq", "--cpumask 63");
        assertThat(engine.found().parts())
                .containsEntry("vmaf", "stand-in 1.0")
                .containsEntry("vmaf.backend", "cpu")
                .containsEntry("vmaf.digits", "six decimals")
                .containsKey("vmaf.sha256")
                .doesNotContainKey("libvmaf");
    }

    @Test
    void byCudaItIsAnotherEngineAgain() throws Exception {
        EngineReady cpu = start(VmafBackend.CPU).found();
        endTheEngine();
        vmaf.likeTheFork();
        EngineReady cuda = start(VmafBackend.CUDA).found();

        assertThat(cuda.fingerprint()).isNotEqualTo(cpu.fingerprint());
        assertThat(cuda.differenceFrom(cpu)).contains("vmaf.backend=cuda instead of cpu");
    }

    @Test
    void aCommandThatFailsFailsTheClipAndTheEngineGoesOn() throws Exception {
        EngineProcess engine = start(VmafBackend.CPU);
        Path clip = clips.sdr("sdr.mp4");

        vmaf.doing("exits");
        assertFailed(measure(engine, clip), FailureReason.ENGINE_CRASH, "it is Monday");
        vmaf.doing("drops");
        assertFailed(measure(engine, clip), FailureReason.INTERNAL, "scores of 9");
        vmaf.doing("");

        assertThat(measure(engine, clip).result()).isInstanceOf(ClipResult.Extracted.class);
        assertThat(engine.isSpent()).isFalse();
    }

    @Test
    void aCommandThatHangsIsAStallAndNothingOfItIsLeft() throws Exception {
        EngineProcess engine = start(VmafBackend.CPU);
        vmaf.doing("hangs");

        assertFailed(measure(engine, clips.sdr("sdr.mp4")), FailureReason.ENGINE_STALL, "no frame for 4 s");

        awaitNothingLeft();
    }

    @Test
    void anEngineThatIsKilledTakesItsCommandWithIt() throws Exception {
        EngineProcess engine = start(VmafBackend.CPU);
        vmaf.doing("hangs");
        Thread killer = Thread.ofPlatform().start(() -> {
            Awaitility.await().atMost(BOUND).until(vmaf::isHanging);
            ProcessHandle.of(engine.pid()).ifPresent(ProcessHandle::destroyForcibly);
        });

        assertFailed(measure(engine, clips.sdr("sdr.mp4")), FailureReason.ENGINE_KILLED, "SIGKILL");

        killer.join();
        awaitNothingLeft();
    }

    @Test
    void anEngineThatLosesItsSupervisorTakesItsCommandWithIt() throws Exception {
        vmaf.doing("hangs");
        Process supervisor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Supervisor.class.getName(),
                        vmaf.program().toString(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("supervisor").toFile())
                .start();
        Awaitility.await().atMost(BOUND.multipliedBy(3)).until(vmaf::isHanging);

        supervisor.destroyForcibly();

        awaitNothingLeft();
    }

    @Test
    void aCommandThatIsNotConstantWhereItMustBeIsRefused() {
        vmaf.doing("hears noise");

        assertThatThrownBy(() -> start(VmafBackend.CPU))
                .isInstanceOf(EngineStartException.class)
                .hasMessageContaining("the vmaf command " + vmaf.program())
                .hasMessageContaining("psnr_hvs is 40.0");
    }

    @Test
    void cudaWithACommandThatKnowsNoBackendIsRefused() {
        assertThatThrownBy(() -> start(VmafBackend.CUDA))
                .isInstanceOf(EngineStartException.class)
                .hasMessageContaining("knows no --backend");
    }

    private void awaitNothingLeft() {
        Awaitility.await().atMost(BOUND).until(() -> !vmaf.isHanging());
    }

    private EngineProcess start(VmafBackend backend) throws InterruptedException {
        EngineProcess engine = EngineProcess.launch("engine-0", command(vmaf.program(), backend, folder), LIMITS);
        launched = Optional.of(engine);
        engine.awaitReady();
        return engine;
    }

    private static EngineCommand command(Path program, VmafBackend backend, Path root) {
        return VmafCommandEngine.command(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                program,
                backend,
                List.of(),
                List.of(root.toString()));
    }

    private static Measurement measure(EngineProcess engine, Path clip) throws InterruptedException, IOException {
        ClipTask task = new ClipTask(
                Tasks.RUN,
                new ClipName(clip.getFileName().toString()),
                1,
                clip.toString(),
                Files.size(clip),
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
        return engine.measure(TaskCodec.encode(task), MemoryBudget.ofHost(HostMemory.bytes()), new AttemptWatch() {
            @Override
            public void waitingForMemory() {}

            @Override
            public void measuring(long framesExpected, Optional<Duration> deadline) {}

            @Override
            public void frames(long done) {}
        });
    }

    private static void assertFailed(Measurement measurement, FailureReason reason, String part) {
        assertThat(measurement.result()).isInstanceOfSatisfying(ClipResult.Failed.class, failed -> {
            assertThat(failed.reason()).as(failed.detail()).isEqualTo(reason);
            assertThat(failed.detail()).contains(part);
        });
    }

    /// The process that is killed while its engine's command hangs.
    static final class Supervisor {
        private Supervisor() {}

        public static void main(String[] arguments) throws InterruptedException {
            EngineProcess.launch(
                            "engine-0",
                            command(Path.of(arguments[0]), VmafBackend.CPU, Path.of(arguments[1])),
                            EngineLimits.DEFAULT)
                    .awaitReady();
        }
    }
}
