package io.vmaffleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.queue.testing.OutageTaskQueue;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.ProbeClip;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.engine.EngineCommand;
import io.vmaffleet.worker.engine.EngineFiles;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.HostMemory;
import io.vmaffleet.worker.engine.LibvmafEngine;
import io.vmaffleet.worker.engine.ScriptedEngine;
import io.vmaffleet.worker.engine.Tasks;
import io.vmaffleet.worker.loop.LoopLimits;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole worker with real engine processes (of scripted work) on a queue in memory.
class WorkerIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    static final LoopLimits QUICK = new LoopLimits(
            Duration.ofMillis(200),
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(20),
            Duration.ofMillis(500),
            Duration.ofSeconds(30));

    private final InMemoryTaskQueue queue = new InMemoryTaskQueue(Clock.systemUTC());
    private final OutageTaskQueue link = new OutageTaskQueue(queue);
    private Optional<Worker> started = Optional.empty();

    @TempDir
    private Path clips;

    @BeforeEach
    void publishTheRun() throws IOException {
        publishProbes(Files.write(clips.resolve("probe.mp4"), new byte[3]), 3);
        queue.hold(Tasks.RUN, "coordinator", Duration.ofMinutes(10));
    }

    @AfterEach
    void close() {
        started.ifPresent(Worker::close);
    }

    @Test
    void everyTaskGetsItsResultAndTheEnginesFaultsEndNothingElse() throws InterruptedException {
        send("row-1", "crash-1", "missing-1", "row-2", "poison-1", "row-3", "heap-1", "row-4");

        Worker worker = start(2);

        Map<String, AttemptReport> reports = await(8);
        assertThat(reports.values())
                .filteredOn(report -> report.result() instanceof ClipResult.Extracted)
                .extracting(report -> report.clip().value())
                .containsExactlyInAnyOrder("row-1", "row-2", "row-3", "row-4");
        assertThat(reasons(reports))
                .isEqualTo(Map.of(
                        "crash-1", FailureReason.ENGINE_CRASH,
                        "missing-1", FailureReason.MISSING_FILE,
                        "poison-1", FailureReason.INTERNAL,
                        "heap-1", FailureReason.OUT_OF_MEMORY));
        assertThat(reports.get("row-1")).isNotNull().satisfies(report -> {
            assertThat(report.sizeBytes()).isEqualTo(1234);
            assertThat(report.recipeDigest())
                    .isEqualTo(Tasks.of("row-1").recipe().digest());
            assertThat(report.provenance().host()).isEqualTo("here");
            assertThat(report.provenance().worker().value())
                    .isEqualTo(worker.snapshot().worker());
        });
        assertThat(queue.depth(ScriptedEngine.FINGERPRINT)).isZero();
        within().until(() -> worker.snapshot().clipsDone() == 8);
    }

    @Test
    void aHostThatSeesNoneOfTheRunsFilesHandsItsClipsBackUntilItDoes(@TempDir Path folder) throws Exception {
        Path probe = folder.resolve("probe.mp4");
        publishProbes(probe, 3);
        send("missing-1");
        Worker worker = start(2);

        assertThat(handedBack(await(1), "missing-1")).contains("not fit for the run", "none of the probe clips");
        within().until(() -> queue.heartbeats().stream()
                .map(Heartbeat::decode)
                .anyMatch(heartbeat -> heartbeat.unfit().containsKey(Tasks.RUN.value())));

        send("row-2");
        assertThat(handedBack(await(2), "row-2")).contains("not fit for the run");

        Files.write(probe, new byte[3]);
        within().until(() -> worker.snapshot().unfit().isEmpty());
        send("row-3");
        assertThat(await(3).get("row-3"))
                .isNotNull()
                .satisfies(report -> assertThat(report.result()).isInstanceOf(ClipResult.Extracted.class));
    }

    @Test
    void aClipThatIsNotThereIsToBlameWhenAnotherIs(@TempDir Path folder) throws Exception {
        Path probe = Files.write(folder.resolve("probe.mp4"), new byte[3]);
        publishProbes(probe, 3);
        send("missing-1", "kill-1");

        start(1);

        assertThat(reasons(await(2)))
                .isEqualTo(Map.of("missing-1", FailureReason.MISSING_FILE, "kill-1", FailureReason.ENGINE_KILLED));
    }

    @Test
    void anOldCopyOfTheFilesIsNoneOfTheClipsFault(@TempDir Path folder) throws Exception {
        Path probe = Files.write(folder.resolve("probe.mp4"), new byte[3]);
        publishProbes(probe, 4);
        send("missing-1");

        start(1);

        assertThat(handedBack(await(1), "missing-1")).contains("not fit for the run");
    }

    @Test
    void aTaskThatWishesToAvoidThisHostIsHandedBack() throws InterruptedException {
        ClipTask task = Tasks.of("row-1");
        queue.send(
                ScriptedEngine.FINGERPRINT,
                List.of(TaskCodec.encode(new ClipTask(
                        task.run(),
                        task.clip(),
                        2,
                        task.path(),
                        task.sizeBytes(),
                        task.recipe(),
                        Optional.empty(),
                        task.geometry(),
                        false,
                        Optional.of("here")))));

        start(1);

        assertThat(handedBack(await(1), "row-1")).contains("avoid host here");
    }

    private void publishProbes(Path probe, long size) {
        queue.publish(
                Tasks.RUN,
                RunState.RUNNING,
                Tasks.facts(probe.resolveSibling(""), new ProbeClip(probe.toString(), size)));
    }

    private static String handedBack(Map<String, AttemptReport> reports, String clip) {
        AttemptReport report = Objects.requireNonNull(reports.get(clip), clip);
        assertThat(report.result()).isInstanceOf(ClipResult.HandedBack.class);
        return ((ClipResult.HandedBack) report.result()).why();
    }

    @Test
    void theHeartbeatSaysWhatEachSlotDoes() throws InterruptedException {
        Worker worker = start(2);
        send("hang-1");

        within().until(() -> queue.heartbeats().stream()
                .map(Heartbeat::decode)
                .anyMatch(heartbeat -> heartbeat.slots().stream()
                                .anyMatch(slot -> slot.clip().equals("hang-1")
                                        && slot.state().equals("measuring")
                                        && slot.frames() == 1
                                        && slot.framesExpected() == 3)
                        && heartbeat.slots().stream()
                                .anyMatch(slot -> slot.state().equals("idle"))
                        && heartbeat.engine().equals(ScriptedEngine.FINGERPRINT.value())));
        assertThat(worker.isHealthy()).isTrue();

        worker.close();

        assertThat(queue.heartbeats()).isEmpty();
    }

    @Test
    void aTaskThatCannotBeReadIsHandedBack() throws InterruptedException {
        queue.send(
                ScriptedEngine.FINGERPRINT,
                List.of(new TaskMessage(Tasks.RUN.value(), "new.mp4", 1, "{\"from\":\"the future\"}")));

        start(1);

        assertThat(await(1).get("new.mp4"))
                .isNotNull()
                .satisfies(report -> assertThat(report.result())
                        .isInstanceOfSatisfying(
                                ClipResult.HandedBack.class,
                                back -> assertThat(back.why()).contains("from")));
    }

    @Test
    void nonsenseInTheStreamIsDroppedSaidOnceAndStopsNothing() throws InterruptedException {
        queue.take(ScriptedEngine.FINGERPRINT, new WorkerId("first:1:0a"), 1, Duration.ZERO);
        queue.addEntry(ScriptedEngine.FINGERPRINT, Map.of("colour", "green"));
        queue.addEntry(ScriptedEngine.FINGERPRINT, Map.of("run", "\0\uFFFD", "clip", "row-0", "task", "{"));
        queue.addEntry(ScriptedEngine.FINGERPRINT, Map.of("run", Tasks.RUN.value()));
        send("row-1");

        try (LogLines log = new LogLines()) {
            start(1);

            assertThat(await(1)).containsOnlyKeys("row-1");
            assertThat(log.with("somebody else writes into this queue")).hasSize(1);
        }
        assertThat(queue.pending(ScriptedEngine.FINGERPRINT)).isEmpty();
        assertThat(queue.depth(ScriptedEngine.FINGERPRINT)).isZero();
    }

    @Test
    void aTaskOfAPausedRunIsDropped() throws InterruptedException {
        queue.publish(Tasks.RUN, RunState.PAUSED, Map.of());
        send("row-1");
        start(1);
        within().until(() -> queue.depth(ScriptedEngine.FINGERPRINT) == 0);

        queue.publish(Tasks.RUN, RunState.RUNNING, Map.of());
        send("row-2");

        assertThat(await(1)).containsOnlyKeys("row-2");
    }

    @Test
    void tasksThatRunAloneAreRunToo() throws InterruptedException {
        queue.send(
                ScriptedEngine.FINGERPRINT,
                List.of(
                        TaskCodec.encode(Tasks.of("row-1")),
                        TaskCodec.encode(Tasks.alone("row-2")),
                        TaskCodec.encode(Tasks.alone("crash-3")),
                        TaskCodec.encode(Tasks.of("row-4"))));

        start(2);

        assertThat(await(4)).containsOnlyKeys("row-1", "row-2", "crash-3", "row-4");
    }

    @Test
    void anEngineThatDiedWhileIdleIsReplaced() throws InterruptedException {
        Worker worker = start(1);
        within().until(() -> !worker.enginePids().isEmpty());
        ProcessHandle engine = ProcessHandle.of(worker.enginePids().getFirst()).orElseThrow();
        engine.destroyForcibly();
        within().until(() -> !engine.isAlive());

        send("row-1");

        assertThat(await(1).get("row-1"))
                .isNotNull()
                .satisfies(report -> assertThat(report.result()).isInstanceOf(ClipResult.Extracted.class));
    }

    @Test
    void aResultOutlastsAnOutage() throws InterruptedException {
        Worker worker = start(1);
        send("slow-1");
        within().until(() -> worker.snapshot().framesDone() > 0);
        link.goDown();
        awaitDoneButNotHandedOver(worker);

        link.comeBack();

        assertThat(await(1)).containsOnlyKeys("slow-1");
    }

    @Test
    void aRowOutlastsAnEmptyRestartOfTheServer() throws Exception {
        Worker worker = start(1);
        send("slow-1");
        within().until(() -> worker.snapshot().framesDone() > 0);
        queue.flush();
        awaitDoneButNotHandedOver(worker);

        publishTheRun();

        assertThat(await(1)).containsOnlyKeys("slow-1");
        send("row-2");
        assertThat(await(2)).containsOnlyKeys("slow-1", "row-2");
    }

    @Test
    void aTaskWhoseDeliveryWasLostOnTheWayIsFoundAndRun() throws InterruptedException {
        Worker worker = start(1);
        within().until(() -> worker.snapshot().slots().getFirst().state().equals("idle"));
        WorkerId id = new WorkerId(worker.snapshot().worker());
        link.goDown();
        // while the worker's last read is under way, the strict queue refuses ours
        within().ignoreExceptions()
                .until(() -> queue.take(ScriptedEngine.FINGERPRINT, id, 1, Duration.ZERO)
                        .isEmpty());
        send("row-1");
        assertThat(queue.take(ScriptedEngine.FINGERPRINT, id, 1, Duration.ZERO)).hasSize(1);

        link.comeBack();

        assertThat(await(1)).containsOnlyKeys("row-1");
    }

    @Test
    void aClipThatAnotherWorkerHoldsEndsHereAndTheSlotGoesOn() throws InterruptedException {
        Worker worker = start(1);
        send("hang-1");
        within().until(() -> worker.snapshot().framesDone() > 0);
        queue.destroyGroup(ScriptedEngine.FINGERPRINT);
        WorkerId other = new WorkerId("there:2:b");
        within().until(() -> queue.take(ScriptedEngine.FINGERPRINT, other, 1, Duration.ZERO).stream()
                .anyMatch(delivery -> delivery.message().clip().equals("hang-1")));

        send("row-2");

        assertThat(await(1)).containsOnlyKeys("row-2");
        assertThat(queue.pending(ScriptedEngine.FINGERPRINT))
                .extracting(PendingTask::holder)
                .containsExactly(other.value());
    }

    @Test
    void drainingEndsWhatRunsAndTakesNothingNew() throws InterruptedException {
        Worker worker = start(1);
        send("slow-1");
        within().until(() -> worker.snapshot().framesDone() > 0);
        send("row-2");

        worker.drain(BOUND);
        worker.drain(BOUND);

        assertThat(reports()).containsOnlyKeys("slow-1");
        assertThat(queue.depth(ScriptedEngine.FINGERPRINT)).isEqualTo(1);
        assertThat(queue.heartbeats()).isEmpty();
        assertThat(worker.enginePids()).isEmpty();
        worker.awaitClosed();
    }

    @Test
    void whatIsNotDoneByTheBoundOfADrainIsHandedBack() throws InterruptedException {
        Worker worker = start(1);
        send("hang-1");
        within().until(() -> worker.snapshot().framesDone() > 0);
        List<Long> engines = worker.enginePids();

        worker.drain(Duration.ofMillis(100));

        assertThat(reports().get("hang-1"))
                .isNotNull()
                .satisfies(
                        report -> assertThat(report.result()).isEqualTo(new ClipResult.HandedBack("its worker stops")));
        assertThat(engines)
                .hasSize(1)
                .allSatisfy(pid -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }

    @Test
    void closingMayComeTwiceAndBeforeTheFirstEngineIsReady() throws InterruptedException {
        Worker worker = worker("silent", 1);
        Thread starting = Thread.ofVirtual()
                .start(() -> assertThatThrownBy(worker::start).isInstanceOf(WorkerUnfitException.class));
        within().until(() -> !worker.enginePids().isEmpty());

        worker.close();
        worker.close();

        starting.join(BOUND);
        assertThat(starting.isAlive()).isFalse();
        assertThat(worker.enginePids()).isEmpty();
    }

    @Test
    void aHostThatCannotMeasureIsToldSoInTheEnginesWords() {
        Worker worker = worker("unfit", 2);

        assertThatThrownBy(worker::start)
                .isInstanceOf(WorkerUnfitException.class)
                .hasMessage("no libvmaf is on this host; give its path by --libvmaf");

        assertThat(worker.fingerprint()).isEmpty();
        assertThat(worker.enginePids()).isEmpty();
    }

    @Test
    void anEngineThatDiffersFromTheFirstEndsTheMembership() throws InterruptedException {
        Worker worker = worker("differs", 2);

        // the second engine may be seen before the start has ended, or after
        assertThatThrownBy(() -> {
                    worker.start();
                    worker.awaitClosed();
                })
                .isInstanceOf(WorkerUnfitException.class)
                .hasMessageContaining("different parts: {libvmaf=build ");

        assertThat(queue.heartbeats()).isEmpty();
    }

    @Test
    void aRealClipGoesFromItsTaskToItsRow(@TempDir Path folder) throws Exception {
        Path clip = new ClipMaker(folder).sdr("clip.mp4");
        EngineCommand engine = LibvmafEngine.command(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Optional.empty(),
                EngineFiles.NONE,
                List.of(folder.toString()));
        Worker worker = worker(engine, HostMemory.bytes(), 1);
        worker.start();
        ClipTask task = new ClipTask(
                Tasks.RUN,
                new ClipName("clip.mp4"),
                1,
                clip.toString(),
                Files.size(clip),
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());

        queue.send(worker.fingerprint().orElseThrow(), List.of(TaskCodec.encode(task)));

        AttemptReport report = Optional.ofNullable(await(1).get("clip.mp4")).orElseThrow();
        assertThat(report.result())
                .isInstanceOfSatisfying(
                        ClipResult.Extracted.class,
                        extracted -> assertThat(extracted.row().width()).isEqualTo(320));
        assertThat(report.provenance().frames()).isEqualTo(10);
        assertThat(report.provenance().engine()).isEqualTo(worker.fingerprint().orElseThrow());
        assertThat(worker.snapshot().engineParts()).containsKey("libvmaf");
    }

    private Worker start(int slots) throws InterruptedException {
        Worker worker = worker("ok", slots);
        worker.start();
        assertThat(worker.fingerprint()).contains(ScriptedEngine.FINGERPRINT);
        return worker;
    }

    private Worker worker(String engineStart, int slots) {
        return worker(ScriptedEngine.command(engineStart), 10_000, slots);
    }

    private Worker worker(EngineCommand engine, long memoryBytes, int slots) {
        Worker worker = new Worker(
                new WorkerOptions(
                        "here", slots, List.of("/clips"), "test", memoryBytes, engine, EngineLimits.DEFAULT, QUICK),
                link);
        started = Optional.of(worker);
        return worker;
    }

    private void send(String... clips) {
        queue.send(
                ScriptedEngine.FINGERPRINT,
                Arrays.stream(clips).map(Tasks::of).map(TaskCodec::encode).toList());
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

    /// The slow clip takes its engine two seconds; what is older is being handed over, in vain.
    private static void awaitDoneButNotHandedOver(Worker worker) {
        within().until(() -> worker.snapshot().slots().getFirst().seconds() > 4);
    }

    private static Map<String, FailureReason> reasons(Map<String, AttemptReport> reports) {
        return reports.values().stream()
                .filter(report -> report.result() instanceof ClipResult.Failed)
                .collect(Collectors.toMap(
                        report -> report.clip().value(), report -> ((ClipResult.Failed) report.result()).reason()));
    }

    private static ConditionFactory within() {
        return Awaitility.await().atMost(BOUND);
    }
}
