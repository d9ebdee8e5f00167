package io.vmaffleet.coordinator.dispatch;

import java.time.Duration;
import java.util.Random;

/// The state of the connection to the queue: whether it is out, since when, and when to try again. Delays grow and are
/// jittered, so that many coordinators do not return at once. One thread uses it.
public final class Outage {
    private static final Duration FIRST_DELAY = Duration.ofMillis(250);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

    private final Random random;
    private boolean out;
    private long sinceNanos;
    private long nextTryNanos;
    private long delayNanos;

    public Outage(Random random) {
        this.random = random;
    }

    /// The queue did not answer.
    ///
    /// @return whether this is the first time since it last did, which is when a person should be told
    public boolean begin(long nowNanos) {
        boolean first = !out;
        if (first) {
            out = true;
            sinceNanos = nowNanos;
            delayNanos = FIRST_DELAY.toNanos();
        } else {
            delayNanos = Math.min(delayNanos * 2, LONGEST_DELAY.toNanos());
        }
        nextTryNanos = nowNanos + delayNanos / 2 + (long) (random.nextDouble() * delayNanos / 2);
        return first;
    }

    /// The queue answered.
    ///
    /// @return how long it was out; zero if it was not
    public Duration end(long nowNanos) {
        Duration lasted = out ? Duration.ofNanos(nowNanos - sinceNanos) : Duration.ZERO;
        out = false;
        return lasted;
    }

    public boolean isOut() {
        return out;
    }

    /// Whether the queue may be asked now.
    public boolean mayTry(long nowNanos) {
        return !out || nowNanos - nextTryNanos >= 0;
    }
}
