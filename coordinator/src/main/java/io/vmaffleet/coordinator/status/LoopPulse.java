package io.vmaffleet.coordinator.status;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Tells whether the run loop still turns: a process that lives and consumes nothing is not healthy. Safe for many
/// threads.
public final class LoopPulse {
    private final Duration bound;
    private final LongSupplier nanoClock;
    private volatile long turnedNanos;

    /// @param bound longer than this without a turn is not healthy
    public LoopPulse(Duration bound, LongSupplier nanoClock) {
        this.bound = bound;
        this.nanoClock = nanoClock;
        this.turnedNanos = nanoClock.getAsLong();
    }

    /// The run loop has read results to their end (or, while the table is written, has written more of it).
    public void turned() {
        turnedNanos = nanoClock.getAsLong();
    }

    Duration age() {
        return Duration.ofNanos(nanoClock.getAsLong() - turnedNanos);
    }

    Duration bound() {
        return bound;
    }

    boolean isAlive() {
        return age().compareTo(bound) <= 0;
    }
}
