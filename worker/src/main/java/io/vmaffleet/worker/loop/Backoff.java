package io.vmaffleet.worker.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Growing, jittered delays: doubled each time up to a longest, each cut by up to a half so that workers which failed
/// together do not come back together. Used by one thread.
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration next;

    Backoff(Duration first, Duration longest, RandomGenerator random) {
        this.first = first;
        this.longest = longest;
        this.random = random;
        this.next = first;
    }

    Duration delay() {
        Duration full = next;
        next = full.multipliedBy(2).compareTo(longest) > 0 ? longest : full.multipliedBy(2);
        long nanos = full.toNanos();
        return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
    }

    void reset() {
        next = first;
    }
}
