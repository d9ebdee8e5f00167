package io.vmaffleet.coordinator.dispatch;

import java.time.Duration;
import java.util.function.LongSupplier;

/// When a periodic duty is due: at once, and then an interval after it was last done. One thread uses it.
public final class Duty {
    private final long everyNanos;
    private final LongSupplier nanoClock;
    private long lastNanos;
    private boolean everDone;

    public Duty(Duration every, LongSupplier nanoClock) {
        this.everyNanos = every.toNanos();
        this.nanoClock = nanoClock;
    }

    public boolean isDue() {
        return !everDone || nanoClock.getAsLong() - lastNanos >= everyNanos;
    }

    public void done() {
        everDone = true;
        lastNanos = nanoClock.getAsLong();
    }
}
