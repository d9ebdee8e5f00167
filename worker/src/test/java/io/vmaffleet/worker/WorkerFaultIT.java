package io.vmaffleet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.queue.testing.CarriedTaskQueue;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ProbeClip;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.ProbeCodec;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.engine.EngineCommand;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.ScriptedEngine;
import io.vmaffleet.worker.engine.Tasks;
import io.vmaffleet.worker.loop.LoopLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole worker whose host, queue or operator does the wrong thing at the wrong moment.
class WorkerFaultIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final InMemoryTaskQueue queue = new InMemoryTaskQueue(Clock.systemUTC());
    private Optional<Worker> started = Optional.empty();

    @TempDir
    private Path folder;

    @BeforeEach
    void publishTheRun() {
        ProbeClip unseen =
                new ProbeClip(folder.resolve("on-a-mount-that-is-gone.mp4").toString(), 3);
        queue.publish(Tasks.RUN, RunState.RUNNING, Tasks.facts(folder, unseen));
        queue.hold(Tasks.RUN, "coordinator", Duration.ofMinutes(10));
    }

    @AfterEach
    void close() {
        started.ifPresent(Worker::close);
    }

    @Test
    void aHostThatLosesItsMountAndTheQueueAtOnceBlamesNoClip() throws InterruptedException {
        AtomicInteger asked = new AtomicInteger();
        start(WorkerIT.QUICK, EngineLimits.DEFAULT, new Passing(queue) {
            @Override
            public Map<String, String> facts(RunId run) {
                if (asked.getAndIncrement() > 0) {
                    throw new QueueUnavailableException("the network is gone", null);
                }
                return super.facts(run);
            }
        });

        send("missing-1");

        assertThat(handedBack()).contains("not fit for the run", "none of the probe clips");
    }

    @Test
    void aHostThatCannotKnowWhatItShouldSeeBlamesNoClip() throws InterruptedException {
        start(WorkerIT.QUICK, EngineLimits.DEFAULT, new Passing(queue) {
            @Override
            public Map<String, String> facts(RunId run) {
                return Map.of(ProbeCodec.FACT, "{\"of\":\"another version\"}");
            }
        });

        send("missing-1");

        assertThat(handedBack()).contains("cannot be told which files of the run");
    }

    @Test
    void tasksOfADeadRunDoNotHoldUpThoseOfALivingOne() throws InterruptedException {
        RunId dead = new RunId("dead00000000dead");
        List<TaskMessage> tasks = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            TaskMessage task = TaskCodec.encode(Tasks.of("row-" + i));
            tasks.add(new TaskMessage(dead.value(), task.clip(), 1, task.task()));
        }
        queue.send(ScriptedEngine.FINGERPRINT, tasks);
        send("row-99");
        LoopLimits quick = WorkerIT.QUICK;

        // whoever waited after a dead task would wait for an hour
        start(
                new LoopLimits(
                        quick.takeWait(),
                        quick.renew(),
                        quick.heartbeat(),
                        quick.heartbeatTtl(),
                        quick.aloneWait(),
                        quick.longestClip(),
                        quick.leaseGrace(),
                        quick.publish(),
                        quick.runGone(),
                        quick.closing(),
                        Duration.ofHours(1),
                        Duration.ofHours(1),
                        quick.examination()),
                EngineLimits.DEFAULT,
                queue);

        assertThat(result()).isInstanceOf(ClipResult.Extracted.class);
    }

    @Test
    void aTaskThatComesWhileADrainBeginsIsHandedBack() throws InterruptedException {
        AtomicReference<Worker> draining = new AtomicReference<>();
        AtomicReference<Thread> drain = new AtomicReference<>();
        Worker worker = worker(WorkerIT.QUICK, EngineLimits.DEFAULT, ScriptedEngine.command("ok"), new Passing(queue) {
            @Override
            public Optional<RunState> state(RunId run) {
                Worker mine = draining.get();
                if (mine != null && drain.get() == null) {
                    drain.set(Thread.ofPlatform().start(() -> drain(mine)));
                    // the only slot has nothing and ends
                    Awaitility.await()
                            .atMost(BOUND)
                            .until(() -> mine.enginePids().isEmpty());
                }
                return super.state(run);
            }
        });
        worker.start();
        draining.set(worker);

        send("row-1");

        worker.awaitClosed();
        drain.get().join();
        assertThat(handedBack()).contains("takes no more");
        assertThat(queue.pending(ScriptedEngine.FINGERPRINT)).isEmpty();
    }

    @Test
    void aWorkerThatCanStartNoEngineAnyMoreEndsAndSaysWhy() throws Exception {
        EngineCommand whole = ScriptedEngine.command("ok");
        Path launcher = Files.createSymbolicLink(folder.resolve("java"), whole.java());
        EngineLimits d = EngineLimits.DEFAULT;
        EngineLimits oneClip = new EngineLimits(
                d.start(),
                d.stall(),
                d.deadlineFloor(),
                d.deadlineBase(),
                d.deadlineFactor(),
                d.memoryWait(),
                d.kill(),
                d.stop(),
                1,
                d.messageBytes(),
                d.progress(),
                d.stderrLines());
        Worker worker = worker(
                WorkerIT.QUICK,
                oneClip,
                new EngineCommand(
                        launcher,
                        whole.classPath(),
                        whole.classDataArchive(),
                        whole.properties(),
                        whole.mainClass(),
                        whole.arguments()),
                queue);
        worker.start();
        Files.delete(launcher);

        send("row-1", "row-2");

        assertThatThrownBy(worker::awaitClosed)
                .isInstanceOf(WorkerUnfitException.class)
                .hasMessageContaining("no engine could be started any more")
                .hasMessageContaining(launcher.toString());
        assertThat(result()).isInstanceOf(ClipResult.Extracted.class);
        assertThat(queue.heartbeats()).isEmpty();
    }

    private static void drain(Worker worker) {
        try {
            worker.drain(BOUND);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void start(LoopLimits loop, EngineLimits engine, WorkerQueue link) throws InterruptedException {
        worker(loop, engine, ScriptedEngine.command("ok"), link).start();
    }

    private Worker worker(LoopLimits loop, EngineLimits limits, EngineCommand engine, WorkerQueue link) {
        Worker worker =
                new Worker(new WorkerOptions("here", 1, List.of("/clips"), "test", 10_000, engine, limits, loop), link);
        started = Optional.of(worker);
        return worker;
    }

    private void send(String... clips) {
        queue.send(
                ScriptedEngine.FINGERPRINT,
                Arrays.stream(clips).map(Tasks::of).map(TaskCodec::encode).toList());
    }

    /// The first that comes.
    private ClipResult result() {
        Awaitility.await()
                .atMost(BOUND)
                .until(() -> !queue.readResults(Tasks.RUN, "0-0", 1).isEmpty());
        return ResultCodec.decode(
                        queue.readResults(Tasks.RUN, "0-0", 1).getFirst().fields())
                .result();
    }

    private String handedBack() {
        ClipResult result = result();
        assertThat(result).isInstanceOf(ClipResult.HandedBack.class);
        return ((ClipResult.HandedBack) result).why();
    }

    /// Carries everything at once but what a test changes.
    private static class Passing extends CarriedTaskQueue {
        Passing(InMemoryTaskQueue queue) {
            super(queue);
        }

        @Override
        protected <T> T carry(Supplier<T> question) {
            return question.get();
        }
    }
}
