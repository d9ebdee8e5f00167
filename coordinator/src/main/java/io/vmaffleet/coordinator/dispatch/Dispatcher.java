package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.task.EngineFingerprint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps a bounded backlog of the run's tasks in the queue, so that pause and cancel act at once and Redis does not
/// grow with the corpus. One thread uses it.
public final class Dispatcher {
    /// The least number of tasks that are out, so that few slots never wait for the coordinator.
    private static final int LEAST_WINDOW = 64;

    private static final int TASKS_A_SLOT = 4;

    /// Tasks in one pipelined send.
    private static final int BATCH = 512;

    private final CoordinatorQueue queue;
    private final EngineFingerprint engine;
    private final TaskBook book;
    private final Tasks tasks;

    /// Makes the task of a clip.
    public interface Tasks {
        TaskMessage of(int clip, boolean alone, long nowNanos);
    }

    public Dispatcher(CoordinatorQueue queue, EngineFingerprint engine, TaskBook book, Tasks tasks) {
        this.queue = queue;
        this.engine = engine;
        this.book = book;
        this.tasks = tasks;
    }

    /// Fills the backlog up.
    ///
    /// If the queue fails in the middle, tasks may be in it that the book does not hold: the audit that follows
    /// every outage adopts them.
    ///
    /// @return how many tasks were sent
    public int runOnce(int liveSlots, int liveWorkers, long nowNanos) {
        int room = Math.max(LEAST_WINDOW, TASKS_A_SLOT * liveSlots) - book.entriesOut();
        Map<Integer, TaskMessage> batch = new LinkedHashMap<>();
        int sent = 0;
        while (room > 0) {
            Optional<Integer> next = book.nextToSend(nowNanos);
            if (next.isEmpty()) {
                break;
            }
            batch.put(next.get(), tasks.of(next.get(), false, nowNanos));
            book.chosen(next.get());
            room--;
            if (batch.size() == BATCH) {
                sent += send(batch, false, nowNanos);
            }
        }
        sent += send(batch, false, nowNanos);
        while (book.aloneOut() < liveWorkers) {
            Optional<Integer> next = book.nextAlone();
            if (next.isEmpty()) {
                break;
            }
            batch.put(next.get(), tasks.of(next.get(), true, nowNanos));
            book.chosen(next.get());
            sent += send(batch, true, nowNanos);
        }
        return sent;
    }

    private int send(Map<Integer, TaskMessage> batch, boolean alone, long nowNanos) {
        if (batch.isEmpty()) {
            return 0;
        }
        List<Integer> clips = new ArrayList<>(batch.keySet());
        List<String> entries;
        try {
            entries = queue.send(engine, List.copyOf(batch.values()));
        } catch (QueueUnavailableException e) {
            clips.forEach(clip -> unsend(clip, alone, nowNanos));
            throw e;
        }
        for (int i = 0; i < clips.size(); i++) {
            book.sent(clips.get(i), entries.get(i), alone, nowNanos);
        }
        batch.clear();
        return clips.size();
    }

    private void unsend(int clip, boolean alone, long nowNanos) {
        if (alone) {
            book.retryAlone(clip);
        } else {
            book.retry(clip, nowNanos);
        }
    }
}
