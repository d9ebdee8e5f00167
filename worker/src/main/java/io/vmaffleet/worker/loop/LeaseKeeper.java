package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.worker.engine.EngineLimits;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the leases of what this worker runs, while they deserve it.
///
/// An attempt whose entry has vanished is measured to its end all the same: nobody else has the clip, and its row is as
/// good as any. One whose entry is another's ends: the clip would be measured twice. Safe for many threads, [#runOnce]
/// by one at a time.
public final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final WorkerQueue queue;
    private final LeaseRule rule;
    private final QueueContact contact;
    private final LongSupplier nanoTime;
    private final Map<String, Attempt> held = new ConcurrentHashMap<>();

    public LeaseKeeper(
            WorkerQueue queue, EngineLimits engine, LoopLimits loop, QueueContact contact, LongSupplier nanoTime) {
        this.queue = queue;
        this.rule = new LeaseRule(engine, loop);
        this.contact = contact;
        this.nanoTime = nanoTime;
    }

    /// Begins to keep the lease of an attempt.
    ///
    /// @return false if its entry is being run already
    boolean hold(Attempt attempt) {
        return held.putIfAbsent(attempt.entry(), attempt) == null;
    }

    /// Whether this entry is being run.
    boolean holds(String entry) {
        return held.containsKey(entry);
    }

    void release(Attempt attempt) {
        held.remove(attempt.entry());
    }

    Collection<Attempt> attempts() {
        return List.copyOf(held.values());
    }

    /// Whether every attempt moves or waits within its bounds.
    public boolean allMove() {
        long now = nanoTime.getAsLong();
        return attempts().stream().allMatch(a -> rule.deservesLease(a.standing(), a.startedNanos(), now));
    }

    /// Renews once what deserves it.
    ///
    /// @return how many leases were kept
    public int runOnce(WorkerFace face) {
        long now = nanoTime.getAsLong();
        List<String> entries = held.values().stream()
                .filter(attempt -> rule.deservesLease(attempt.standing(), attempt.startedNanos(), now))
                .map(Attempt::entry)
                .toList();
        if (entries.isEmpty()) {
            return 0;
        }
        try {
            Map<String, WorkerQueue.Renewal> answers = queue.renew(face.engine(), face.worker(), entries);
            contact.answered();
            int kept = 0;
            for (Map.Entry<String, WorkerQueue.Renewal> answer : answers.entrySet()) {
                switch (answer.getValue()) {
                    case KEPT -> kept++;
                    case ANOTHERS -> end(answer.getKey());
                    // it may come back: a flush takes it away, a coordinator that sends it again is another entry
                    case VANISHED -> LOG.debug("task entry {} has vanished from the queue", answer.getKey());
                }
            }
            return kept;
        } catch (QueueUnavailableException e) {
            contact.failed(e);
            return 0;
        }
    }

    private void end(String entry) {
        Attempt attempt = held.get(entry);
        if (attempt != null && attempt.end("another worker holds it now")) {
            LOG.info("{} is another worker's now, so its attempt here ends", attempt);
        }
    }
}
