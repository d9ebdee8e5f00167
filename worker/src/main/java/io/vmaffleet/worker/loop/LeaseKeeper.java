package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.worker.engine.EngineLimits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the leases of what this worker runs, while they deserve it.
///
/// An entry that is another's or has vanished is measured to its end all the same: its row is as good as any. Only
/// its lease is let go. Safe for many threads, [#runOnce] by one at a time.
public final class LeaseKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final WorkerQueue queue;
    private final LeaseRule rule;
    private final QueueContact contact;
    private final LongSupplier nanoTime;
    private final Map<String, Attempt> held = new ConcurrentHashMap<>();
    private final Map<String, Attempt> lost = new ConcurrentHashMap<>();

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
        return !lost.containsKey(attempt.entry()) && held.putIfAbsent(attempt.entry(), attempt) == null;
    }

    /// Whether this entry is being run.
    boolean holds(String entry) {
        return held.containsKey(entry) || lost.containsKey(entry);
    }

    void release(Attempt attempt) {
        held.remove(attempt.entry());
        lost.remove(attempt.entry());
    }

    Collection<Attempt> attempts() {
        List<Attempt> all = new ArrayList<>(held.values());
        all.addAll(lost.values());
        return all;
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
                    case ANOTHERS -> letGo(answer.getKey(), "is another worker's now");
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

    private void letGo(String entry, String why) {
        Attempt attempt = held.get(entry);
        if (attempt != null) {
            lost.put(entry, attempt);
            held.remove(entry);
            LOG.info("{} {}; it is measured to its end, since its row counts from anybody", attempt, why);
        }
    }
}
