package io.vmaffleet.coordinator.status;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// A monotonic clock that a test turns by hand. It starts near the wrap of a long, as a real one may.
final class FakeNanoClock implements LongSupplier {
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
