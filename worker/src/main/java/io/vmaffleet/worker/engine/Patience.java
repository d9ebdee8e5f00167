package io.vmaffleet.worker.engine;

import java.time.Duration;
import java.util.function.LongSupplier;

/// How long a supervisor still waits for an engine: a bound that each sign of progress sets anew, and a deadline.
///
/// Who was frozen itself (SIGSTOP, a host that was suspended or starved) cannot say that nothing came: time between
/// two looks that is longer than looks ever take counts for neither. One thread uses it.
final class Patience {
    /// Looks come twice a second.
    private static final Duration LONGEST_GAP = Duration.ofSeconds(5);

    private final LongSupplier nanoClock;
    private long boundNanos;
    private long deadlineNanos;
    private boolean hasDeadline;
    private long lookedNanos;

    Patience(Duration bound, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.lookedNanos = nanoClock.getAsLong();
        within(bound);
    }

    /// From now on the next sign must come within this.
    void within(Duration bound) {
        boundNanos = nanoClock.getAsLong() + bound.toNanos();
    }

    /// From now on the end must come within this, whatever signs there are.
    void endsWithin(Duration deadline) {
        deadlineNanos = nanoClock.getAsLong() + deadline.toNanos();
        hasDeadline = true;
    }

    /// What is left of it, in nanoseconds; to be asked at each look.
    long left() {
        long now = nanoClock.getAsLong();
        long gap = now - lookedNanos;
        if (gap > LONGEST_GAP.toNanos()) {
            boundNanos += gap;
            deadlineNanos += gap;
        }
        lookedNanos = now;
        long left = boundNanos - now;
        return hasDeadline ? Math.min(left, deadlineNanos - now) : left;
    }

    boolean isPastDeadline() {
        return hasDeadline && nanoClock.getAsLong() - deadlineNanos >= 0;
    }
}
