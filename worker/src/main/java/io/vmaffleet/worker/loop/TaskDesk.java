package io.vmaffleet.worker.loop;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/// Where taken tasks wait for a slot. The taking thread asks it how many to take, which is never more than there are
/// free slots; the slots fetch from it, in the order that [Turns] gives. Safe for many threads.
public final class TaskDesk {
    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Turns turns = new Turns();
    private int freeSlots;
    private boolean takesNoMore;

    /// Waits until there is a free slot for a new task.
    ///
    /// @return how many may be taken, 0 when none will be any more
    int awaitCapacity() throws InterruptedException {
        lock.lock();
        try {
            while (!takesNoMore && turns.capacity(freeSlots) <= 0) {
                changed.await();
            }
            return takesNoMore ? 0 : turns.capacity(freeSlots);
        } finally {
            lock.unlock();
        }
    }

    /// @return false when none is taken any more: perhaps no slot is there that would fetch it
    boolean give(Attempt attempt) {
        lock.lock();
        try {
            if (takesNoMore) {
                return false;
            }
            turns.give(attempt);
            changed.signalAll();
            return true;
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
                Optional<Attempt> next = turns.next();
                if (next.isPresent() || (takesNoMore && turns.isEmpty())) {
                    return next;
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
            turns.done();
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
