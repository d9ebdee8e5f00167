package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.task.EngineFingerprint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

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
        for (OptionalInt next = book.nextToSend(nowNanos);
                room > 0 && next.isPresent();
                next = book.nextToSend(nowNanos)) {
            choose(next.getAsInt(), batch, nowNanos);
            room--;
            if (batch.size() == BATCH) {
                sent += send(batch, nowNanos);
            }
        }
        sent += send(batch, nowNanos);
        while (book.aloneOut() < liveWorkers) {
            OptionalInt next = book.nextAlone(nowNanos);
            if (next.isEmpty()) {
                break;
            }
            choose(next.getAsInt(), batch, nowNanos);
            sent += send(batch, nowNanos);
        }
        return sent;
    }

    /// Sends one clip, if none is out: to see what becomes of it.
    public void sendOne(long nowNanos) {
        OptionalInt next = book.nextToSend(nowNanos);
        if (next.isEmpty()) {
            next = book.nextAlone(nowNanos);
        }
        if (next.isPresent() && book.entriesOut() == 0) {
            Map<Integer, TaskMessage> batch = new LinkedHashMap<>();
            choose(next.getAsInt(), batch, nowNanos);
            send(batch, nowNanos);
        }
    }

    private void choose(int clip, Map<Integer, TaskMessage> batch, long nowNanos) {
        batch.put(clip, tasks.of(clip, book.runsAlone(clip), nowNanos));
        book.chosen(clip);
    }

    private int send(Map<Integer, TaskMessage> batch, long nowNanos) {
        if (batch.isEmpty()) {
            return 0;
        }
        List<Integer> clips = new ArrayList<>(batch.keySet());
        List<String> entries;
        try {
            entries = queue.send(engine, List.copyOf(batch.values()));
        } catch (QueueUnavailableException e) {
            clips.forEach(clip -> book.retry(clip, nowNanos));
            throw e;
        }
        for (int i = 0; i < clips.size(); i++) {
            book.sent(clips.get(i), entries.get(i), nowNanos);
        }
        batch.clear();
        return clips.size();
    }
}
