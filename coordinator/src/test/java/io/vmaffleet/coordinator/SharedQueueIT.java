package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.TaskCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs that share a queue, and lives of a coordinator that share a run.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedQueueIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final RunId OTHER = new RunId("00000000000000b2");
    private static final WorkerId LOST = new WorkerId("lost:1:0000");
    private static final List<String> NAMES = IntStream.range(0, 60)
            .mapToObj(clip -> String.format("clip%03d.mp4", clip))
            .toList();

    @TempDir
    private Path folder;

    private final Queue<ClipTask> measured = new ConcurrentLinkedQueue<>();
    private RedisProcess redis;
    private RedisTaskQueue queue;
    private byte[] undisturbed = {};

    @BeforeEach
    void runUndisturbed(@TempDir Path elsewhere) throws Exception {
        redis = RedisProcess.startEmbedded();
        queue = RedisTaskQueue.connect(redis.uri(), "default");
        RedisRun run = new RedisRun(RedisRun.corpus(elsewhere, NAMES), elsewhere.resolve("a.parquet"), redis.uri());
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", SharedQueueIT::row)) {
            run.run();
        }
        undisturbed = run.table();
    }

    @AfterEach
    void stopRedis() {
        queue.close();
        redis.close();
    }

    @Test
    void aDeadRunBeforeItBlocksNothing() throws Exception {
        queue.publish(OTHER, RunState.RUNNING, Map.of());
        queue.send(ScriptedWorker.ENGINE, messages(OTHER, NAMES));

        RedisRun run = runBeside();

        assertThat(run.table()).isEqualTo(undisturbed);
        assertThat(measured).noneMatch(task -> task.run().equals(OTHER));
        assertThat(queue.depth(ScriptedWorker.ENGINE)).isZero();
    }

    @Test
    void aPausedRunBeforeItBlocksNothing() throws Exception {
        queue.publish(OTHER, RunState.PAUSED, Map.of());
        queue.hold(OTHER, "another", BOUND);
        queue.send(ScriptedWorker.ENGINE, messages(OTHER, NAMES));

        RedisRun run = runBeside();

        assertThat(run.table()).isEqualTo(undisturbed);
        assertThat(measured).noneMatch(task -> task.run().equals(OTHER));
        assertThat(queue.state(OTHER)).contains(RunState.PAUSED);
    }

    @Test
    void aRunThatNoWorkerIsFitForBlocksNothing() throws Exception {
        RedisRun other = new RedisRun(
                RedisRun.corpus(Files.createDirectory(folder.resolve("other")), NAMES),
                folder.resolve("other.parquet"),
                redis.uri());
        RedisRun run = new RedisRun(RedisRun.corpus(folder, NAMES), folder.resolve("a.parquet"), redis.uri());
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", task -> {
            measured.add(task);
            return task.path().startsWith(folder.resolve("other") + "/")
                    ? new ClipResult.HandedBack("no root of this host has it")
                    : row(task);
        })) {
            var waiting = other.start();
            await().atMost(BOUND).until(() -> !measured.isEmpty());

            RunOutcome outcome = run.run();

            assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
            assertThat(waiting).isNotDone();
            other.coordinator().drain();
            assertThat(waiting.get(BOUND.toSeconds(), TimeUnit.SECONDS)
                            .snapshot()
                            .counts()
                            .done())
                    .isZero();
        }
        assertThat(run.table()).isEqualTo(undisturbed);
        assertThat(run.attempts()).isEmpty();
        assertThat(other.attempts()).isEmpty();
    }

    @Test
    void whatAFormerLifeSentIsAdoptedAndNotDoubled() throws Exception {
        RunId id = interruptedRun();
        List<String> left = queue.send(ScriptedWorker.ENGINE, messages(id, NAMES.subList(30, 60)));

        RedisRun run = new RedisRun(RedisRun.corpus(folder, NAMES), folder.resolve("a.parquet"), redis.uri());
        var running = run.start();
        // the worker that is seen takes nothing yet: what is in the stream now is what both lives sent
        queue.announce(LOST, ScriptedWorker.heartbeat(LOST), BOUND);
        await().atMost(BOUND)
                .until(() -> run.coordinator()
                        .snapshot()
                        .filter(snapshot -> snapshot.counts().out() == 59)
                        .isPresent());
        letItLook(run, Duration.ofSeconds(11));

        assertThat(queue.look(ScriptedWorker.ENGINE, id).entries().keySet())
                .containsAll(left)
                .hasSize(59);
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", this::measure)) {
            assertThat(running.get(BOUND.toSeconds(), TimeUnit.SECONDS).ending())
                    .isEqualTo(RunOutcome.Ending.COMPLETE);
        }
        assertThat(measured).extracting(task -> task.clip().value()).doesNotHaveDuplicates();
        assertThat(run.table()).isEqualTo(undisturbed);
        assertThat(run.attempts()).isEmpty();
    }

    @Test
    void whatAFormerLifeSentAndALostWorkerHoldsEndsWithItsLease() throws Exception {
        RunId id = interruptedRun();
        queue.send(ScriptedWorker.ENGINE, messages(id, List.of("clip040.mp4")));
        Delivery held =
                queue.take(ScriptedWorker.ENGINE, LOST, 1, Duration.ZERO).getFirst();

        RedisRun run = new RedisRun(RedisRun.corpus(folder, NAMES), folder.resolve("a.parquet"), redis.uri());
        var running = run.start();
        queue.announce(LOST, ScriptedWorker.heartbeat(LOST), BOUND);
        await().atMost(BOUND).until(() -> run.coordinator().snapshot().isPresent());
        while (isHeld(held)) {
            // by less than the gap after which it mistrusts its lease timers
            letItLook(run, Duration.ofSeconds(4));
        }
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", this::measure)) {
            assertThat(running.get(BOUND.toSeconds(), TimeUnit.SECONDS).ending())
                    .isEqualTo(RunOutcome.Ending.COMPLETE);
        }

        assertThat(run.attempts())
                .singleElement()
                .satisfies(line ->
                        assertThat(line).contains("\"kind\":\"expired\"", "clip040.mp4", held.entry(), LOST.value()));
        assertThat(run.table()).isEqualTo(undisturbed);
    }

    /// A run beside what is in the queue already.
    private RedisRun runBeside() throws Exception {
        RedisRun run = new RedisRun(RedisRun.corpus(folder, NAMES), folder.resolve("a.parquet"), redis.uri());
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", this::measure)) {
            assertThat(run.run().ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
        }
        return run;
    }

    /// A life of the coordinator that ends when one clip is done, which is the first.
    private RunId interruptedRun() throws Exception {
        RedisRun run = new RedisRun(RedisRun.corpus(folder, NAMES), folder.resolve("a.parquet"), redis.uri());
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", task -> {
            run.coordinator().drain();
            await().atMost(BOUND).until(() -> queue.depth(ScriptedWorker.ENGINE) == 1);
            return measure(task);
        })) {
            assertThat(run.run().snapshot().counts().done()).isEqualTo(1);
        }
        return measured.element().run();
    }

    /// Moves the coordinator's clock on and waits until it has turned.
    private static void letItLook(RedisRun run, Duration time) {
        long before = run.clock().looks();
        run.clock().skip(time);
        await().atMost(BOUND).until(() -> run.clock().looks() > before + 30);
    }

    private boolean isHeld(Delivery delivery) {
        return queue.pending(ScriptedWorker.ENGINE).stream()
                .map(PendingTask::entry)
                .anyMatch(delivery.entry()::equals);
    }

    private ClipResult measure(ClipTask task) {
        measured.add(task);
        return row(task);
    }

    private static ClipResult row(ClipTask task) {
        return new ClipResult.Extracted(Rows.of(task.clip()));
    }

    /// Tasks as a coordinator sends them.
    private List<TaskMessage> messages(RunId run, List<String> names) {
        return names.stream()
                .map(name -> TaskCodec.encode(new ClipTask(
                        run,
                        new ClipName(name),
                        1,
                        folder.resolve("clips").resolve(name).toString(),
                        name.length(),
                        Recipe.K150K,
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        Optional.empty())))
                .toList();
    }
}
