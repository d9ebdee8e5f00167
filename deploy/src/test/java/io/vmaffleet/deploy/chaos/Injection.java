package io.vmaffleet.deploy.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One fault that was injected, and what became of it. One thread uses it.
final class Injection {
    private final Fault fault;
    private final Instant at;
    private final long dueNanos;
    private long overNanos;
    private long progressThen;
    private boolean over;
    private boolean masked;
    private Optional<Duration> recovery = Optional.empty();

    Injection(Fault fault, Instant at, long nowNanos) {
        this.fault = fault;
        this.at = at;
        this.dueNanos = nowNanos + fault.lasts().toNanos();
    }

    Fault fault() {
        return fault;
    }

    Instant at() {
        return at;
    }

    /// Whether it has lasted long enough.
    boolean isDue(long nowNanos) {
        return nowNanos - dueNanos >= 0;
    }

    boolean isOver() {
        return over;
    }

    void undo(long progress) throws Exception {
        fault.undo();
        over = true;
        overNanos = System.nanoTime();
        progressThen = progress;
    }

    /// @param progress what is on disk now; the end of the run counts as more than any
    /// @param othersActive whether another fault is at work, which would be measured too
    void look(long progress, boolean othersActive) {
        if (over && recovery.isEmpty()) {
            masked |= othersActive;
            if (!masked && progress > progressThen) {
                recovery = Optional.of(Duration.ofNanos(System.nanoTime() - overNanos));
            }
        }
    }

    /// From the fault's end until something more was on disk; empty until then, and where another fault came between.
    Optional<Duration> recovery() {
        return recovery;
    }
}
