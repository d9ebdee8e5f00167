package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.queue.PendingTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells which leases have run out: those whose holder and count did not change for the bound of this process's own
/// monotonic clock. No clock of another machine is trusted. One thread uses it.
public final class LeaseExpiry {
    /// Three times the interval in which workers renew.
    public static final Duration BOUND = Duration.ofSeconds(30);

    /// Between two looks; looks come every second. After a longer one this process was frozen and cannot say that
    /// nothing changed meanwhile.
    private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

    private final Map<String, Seen> seen = new HashMap<>();
    private long lookedNanos;

    private record Seen(PendingTask lease, long sinceNanos) {}

    /// Looks at what is held now.
    ///
    /// @return the leases to end
    public List<PendingTask> overdue(List<PendingTask> held, long nowNanos) {
        if (nowNanos - lookedNanos > LONGEST_GAP.toNanos()) {
            reset();
        }
        lookedNanos = nowNanos;
        Map<String, Seen> before = Map.copyOf(seen);
        seen.clear();
        List<PendingTask> overdue = new ArrayList<>();
        for (PendingTask lease : held) {
            Seen known = before.get(lease.entry());
            if (known == null || !known.lease().equals(lease)) {
                seen.put(lease.entry(), new Seen(lease, nowNanos));
            } else {
                seen.put(lease.entry(), known);
                if (nowNanos - known.sinceNanos() >= BOUND.toNanos()) {
                    overdue.add(lease);
                }
            }
        }
        return overdue;
    }

    /// Starts all timers anew, as when the server is away: nobody can renew.
    public void reset() {
        seen.clear();
    }
}
