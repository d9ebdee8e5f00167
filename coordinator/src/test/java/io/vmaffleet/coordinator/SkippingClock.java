package io.vmaffleet.coordinator;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// The system's monotonic clock, which a test moves on past a time that it will not wait for.
public final class SkippingClock implements LongSupplier {
    private final AtomicLong skipped = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();

    @Override
    public long getAsLong() {
        looks.incrementAndGet();
        return System.nanoTime() + skipped.get();
    }

    public void skip(Duration time) {
        skipped.addAndGet(time.toNanos());
    }

    /// How often the clock was read: a loop that goes on reads it.
    public long looks() {
        return looks.get();
    }
}
