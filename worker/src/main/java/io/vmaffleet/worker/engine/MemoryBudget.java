package io.vmaffleet.worker.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/// The memory that a host's engines may take together, given out in the order of asking.
///
/// Nobody overtakes: a big clip waits until enough is free, and those behind it wait too, so it is never starved.
/// What exceeds the whole budget is granted alone, when nothing else is. A demand is corrected by what clips like it
/// took before. Safe for many threads.
public final class MemoryBudget {
    private final long totalBytes;
    private final ResidentShares shares = new ResidentShares();
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private long grantedBytes;

    public MemoryBudget(long totalBytes) {
        if (totalBytes <= 0) {
            throw new IllegalArgumentException("a memory budget of " + totalBytes + " bytes");
        }
        this.totalBytes = totalBytes;
    }

    /// What may be given to engines of a host with so much memory: a tenth and 512 MiB stay with all else, but never
    /// more than half of it.
    public static MemoryBudget ofHost(long memoryBytes) {
        return new MemoryBudget(Math.max(memoryBytes - memoryBytes / 10 - (512L << 20), memoryBytes / 2));
    }

    public long totalBytes() {
        return totalBytes;
    }

    /// Asks for memory.
    ///
    /// @param onGrant called once, by the thread whose call makes the grant possible, perhaps before this returns;
    ///     it must not wait for anything
    public Ticket ask(long bytes, Runnable onGrant) {
        Ticket ticket = new Ticket(Math.clamp(shares.corrected(bytes), 0, totalBytes), onGrant);
        synchronized (this) {
            waiting.addLast(ticket);
            grant();
        }
        return ticket;
    }

    /// Says what a clip took at its peak of what was asked for it; 0 when that is not known.
    void took(long askedBytes, long residentBytes) {
        shares.learn(askedBytes, residentBytes);
    }

    private void grant() {
        Ticket next = waiting.peekFirst();
        while (next != null && next.bytes <= totalBytes - grantedBytes) {
            waiting.removeFirst();
            grantedBytes += next.bytes;
            next.granted = true;
            next.onGrant.run();
            next = waiting.peekFirst();
        }
    }

    /// A demand, granted or waiting; closing it gives the memory back or withdraws it, and may come twice.
    public final class Ticket implements AutoCloseable {
        private final long bytes;
        private final Runnable onGrant;
        private boolean granted;

        private Ticket(long bytes, Runnable onGrant) {
            this.bytes = bytes;
            this.onGrant = onGrant;
        }

        public boolean isGranted() {
            synchronized (MemoryBudget.this) {
                return granted;
            }
        }

        @Override
        public void close() {
            synchronized (MemoryBudget.this) {
                if (granted) {
                    granted = false;
                    grantedBytes -= bytes;
                } else {
                    waiting.remove(this);
                }
                grant();
            }
        }
    }
}
