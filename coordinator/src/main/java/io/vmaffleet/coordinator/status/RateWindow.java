package io.vmaffleet.coordinator.status;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/// Counts what happens over a sliding span of time, in a fixed number of buckets: however much happens, the memory
/// stays the same. Safe for many threads.
public final class RateWindow {
    private static final int BUCKETS = 60;
    /// A first event in the first millisecond is not a thousand a second.
    private static final double LEAST_SECONDS = 1;

    private final LongSupplier nanoClock;
    private final long bucketNanos;
    private final long startNanos;
    private final long[] amounts = new long[BUCKETS];
    private long newest;

    public RateWindow(Duration span, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.bucketNanos = Math.max(1, span.toNanos() / BUCKETS);
        this.startNanos = nanoClock.getAsLong();
    }

    public synchronized void add(long amount) {
        advance();
        amounts[(int) (newest % BUCKETS)] += amount;
    }

    /// What was counted within the span.
    public synchronized long amount() {
        advance();
        return Arrays.stream(amounts).sum();
    }

    /// The time that [#amount] was counted over: the span, or less soon after the start.
    public synchronized Duration covered() {
        long elapsed = advance();
        long oldest = Math.max(0, newest - BUCKETS + 1);
        return Duration.ofNanos(elapsed - oldest * bucketNanos);
    }

    public synchronized double perSecond() {
        return amount() / Math.max(LEAST_SECONDS, covered().toNanos() / 1e9);
    }

    private long advance() {
        long elapsed = Math.max(nanoClock.getAsLong() - startNanos, newest * bucketNanos);
        long now = elapsed / bucketNanos;
        if (now - newest >= BUCKETS) {
            Arrays.fill(amounts, 0);
        } else {
            for (long bucket = newest + 1; bucket <= now; bucket++) {
                amounts[(int) (bucket % BUCKETS)] = 0;
            }
        }
        newest = now;
        return elapsed;
    }
}
