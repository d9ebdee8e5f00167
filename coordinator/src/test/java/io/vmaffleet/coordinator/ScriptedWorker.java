package io.vmaffleet.coordinator;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A worker that answers tasks by a script instead of measuring, over a real Redis; one slot.
final class ScriptedWorker implements AutoCloseable {
    static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");

    private final WorkerQueue queue;
    private final WorkerId id;
    private final Function<ClipTask, ClipResult> script;
    private final Thread thread;
    private volatile boolean stopped;

    ScriptedWorker(String redis, String host, Function<ClipTask, ClipResult> script) {
        this(RedisTaskQueue.connect(redis, "default"), host, script);
    }

    /// @param queue closed with this worker
    ScriptedWorker(WorkerQueue queue, String host, Function<ClipTask, ClipResult> script) {
        this.queue = queue;
        this.id = new WorkerId(host + ":1:0000");
        this.script = script;
        announce();
        this.thread = Thread.ofVirtual().start(this::work);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.leave(id);
        queue.close();
    }

    private void work() {
        while (!stopped) {
            try {
                announce();
                for (Delivery delivery : queue.take(ENGINE, id, 1, Duration.ofMillis(100))) {
                    answer(delivery);
                }
            } catch (QueueUnavailableException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void answer(Delivery delivery) {
        ClipTask task = TaskCodec.decode(delivery.message());
        AttemptReport report = report(id, delivery.entry(), task, script.apply(task));
        while (!stopped
                && queue.finish(ENGINE, id, delivery.entry(), ResultCodec.encode(report))
                        == WorkerQueue.Finish.NO_RUN) {
            announce();
        }
    }

    /// Hands in a result for a task that another worker holds.
    static void handIn(String redis, String host, ClipTask task, ClipResult result) {
        WorkerId id = new WorkerId(host + ":1:0000");
        try (RedisTaskQueue queue = RedisTaskQueue.connect(redis, "default")) {
            queue.finish(ENGINE, id, "1-1", ResultCodec.encode(report(id, "1-1", task, result)));
        }
    }

    private static AttemptReport report(WorkerId id, String entry, ClipTask task, ClipResult result) {
        String host = host(id);
        return new AttemptReport(
                task.run(),
                task.clip(),
                entry,
                task.recipe().digest(),
                task.sizeBytes(),
                result,
                new Provenance(host, id, ENGINE, 10, 0.5, false, Optional.empty()));
    }

    private static String host(WorkerId id) {
        return id.value().substring(0, id.value().indexOf(':'));
    }

    private void announce() {
        Heartbeat heartbeat = new Heartbeat(
                id.value(),
                host(id),
                1,
                "test",
                ENGINE.value(),
                Map.of(),
                List.of(),
                List.of(new Heartbeat.Slot(0, "idle", "", "", 0, 0, 0)),
                0,
                0,
                false,
                Map.of());
        queue.announce(id, heartbeat.encode(), Duration.ofSeconds(30));
    }
}
