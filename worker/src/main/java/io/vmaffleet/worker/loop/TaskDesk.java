package io.vmaffleet.worker.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Where taken tasks wait for a slot. The taking thread asks it how many to take, which is never more than there are
/// free slots; the slots fetch from it.
///
/// A task that runs alone is given out when no other runs; from its coming to its end nothing else is taken. Several
/// of them run one after another. Safe for many threads.
public final class TaskDesk {
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Attempt> ready = new ArrayDeque<>();
    private final Deque<Attempt> alone = new ArrayDeque<>();
    private int freeSlots;
    private int running;
    private boolean runningAlone;
    private boolean takesNoMore;

    /// Waits until there is a free slot for a new task.
    ///
    /// @return how many may be taken, 0 when none will be any more
    int awaitCapacity() throws InterruptedException {
        lock.lock();
        try {
            while (!takesNoMore && capacity() <= 0) {
                changed.await();
            }
            return takesNoMore ? 0 : capacity();
        } finally {
            lock.unlock();
        }
    }

    private int capacity() {
        return alone.isEmpty() && !runningAlone ? freeSlots - ready.size() : 0;
    }

    void give(Attempt attempt) {
        lock.lock();
        try {
            (attempt.task().alone() ? alone : ready).addLast(attempt);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// The next attempt for the slot that asks, waiting for it; it runs until [#done].
    ///
    /// @return empty when no further one comes
    Optional<Attempt> fetch() throws InterruptedException {
        lock.lock();
        try {
            freeSlots++;
            changed.signalAll();
            while (true) {
                if (!ready.isEmpty() && !runningAlone) {
                    running++;
                    return Optional.of(ready.removeFirst());
                }
                if (!alone.isEmpty() && running == 0) {
                    running++;
                    runningAlone = true;
                    return Optional.of(alone.removeFirst());
                }
                if (takesNoMore && ready.isEmpty() && alone.isEmpty()) {
                    return Optional.empty();
                }
                changed.await();
            }
        } finally {
            freeSlots--;
            lock.unlock();
        }
    }

    void done() {
        lock.lock();
        try {
            running--;
            runningAlone = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean takesNoMore() {
        lock.lock();
        try {
            return takesNoMore;
        } finally {
            lock.unlock();
        }
    }

    /// No new task is taken; what was taken is still run.
    public void stopTaking() {
        lock.lock();
        try {
            takesNoMore = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
