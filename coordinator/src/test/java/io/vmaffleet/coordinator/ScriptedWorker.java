package io.vmaffleet.coordinator;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.FrameCodec;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.wire.WireFormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A worker that answers tasks by a script instead of measuring, over a real Redis; one slot. It bears an outage, and
/// drops what it cannot read and what is of no running run; a script that throws ends it, and its [#close] tells.
final class ScriptedWorker implements AutoCloseable {
    static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");

    /// How many frames each of its clips has.
    static final int FRAMES = 10;

    private final WorkerQueue queue;
    private final WorkerId id;
    private final Function<ClipTask, ClipResult> script;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile @Nullable Throwable fault;

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

    /// @throws AssertionError if the script threw
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            queue.leave(id);
        } catch (QueueUnavailableException e) {
            // a server that is gone forgets it by itself
        }
        queue.close();
        if (fault != null) {
            throw new AssertionError("the worker on " + id + " ended", fault);
        }
    }

    private void work() {
        boolean mayHoldUnknown = false;
        try {
            while (!stopped) {
                try {
                    announce();
                    List<Delivery> deliveries =
                            mayHoldUnknown ? queue.held(ENGINE, id) : queue.take(ENGINE, id, 1, Duration.ofMillis(100));
                    mayHoldUnknown = false;
                    for (Delivery delivery : deliveries) {
                        accept(delivery);
                    }
                } catch (QueueUnavailableException e) {
                    mayHoldUnknown = true;
                    Thread.onSpinWait();
                }
            }
        } catch (RuntimeException | Error e) {
            fault = e;
        }
    }

    private void accept(Delivery delivery) {
        ClipTask task;
        try {
            task = TaskCodec.decode(delivery.message());
        } catch (WireFormatException e) {
            queue.drop(ENGINE, List.of(delivery.entry()));
            return;
        }
        if (queue.state(task.run()).equals(Optional.of(RunState.RUNNING))) {
            answer(delivery, task);
        } else {
            queue.drop(ENGINE, List.of(delivery.entry()));
        }
    }

    /// Hands the result over however long it takes, as a worker does: the row is not measured twice.
    private void answer(Delivery delivery, ClipTask task) {
        AttemptReport report = report(id, delivery.entry(), task, script.apply(task));
        while (!stopped) {
            try {
                if (queue.finish(ENGINE, id, delivery.entry(), ResultCodec.encode(report, scores(task)))
                        != WorkerQueue.Finish.NO_RUN) {
                    return;
                }
                announce();
            } catch (QueueUnavailableException e) {
                Thread.onSpinWait();
            }
        }
    }

    /// The scores of ten frames, which follow from the clip's name.
    private static List<String> scores(ClipTask task) {
        if (!task.frames()) {
            return List.of();
        }
        List<IntToDoubleFunction> columns = new ArrayList<>();
        for (int column = 0; column < task.recipe().scores().size(); column++) {
            double first = column + task.clip().value().hashCode() / 1024.0;
            columns.add(frame -> frame == 3 ? Double.NaN : first + frame);
        }
        return FrameCodec.encode(FRAMES, columns);
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
                new Provenance(host, id, ENGINE, FRAMES, 0.5, false, Optional.empty()));
    }

    private static String host(WorkerId id) {
        return id.value().substring(0, id.value().indexOf(':'));
    }

    private void announce() {
        queue.announce(id, heartbeat(id), Duration.ofSeconds(30));
    }

    /// The sign of life of a worker with one slot.
    static String heartbeat(WorkerId id) {
        return new Heartbeat(
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
                        Map.of())
                .encode();
    }
}
