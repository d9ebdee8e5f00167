package io.vmaffleet.coordinator.dispatch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Hosts that clips would rather not meet again. It is a wish: it holds for a minute from the first sending that has
/// it, and only while a worker of another host could take the clip. One thread uses it.
public final class Avoidance {
    private static final Duration HOLDS = Duration.ofSeconds(60);

    private final Map<Integer, Wish> wishes = new HashMap<>();

    private record Wish(String host, Optional<Long> untilNanos) {}

    /// A clip failed on this host.
    public void wish(int clip, String host) {
        wishes.put(clip, new Wish(host, Optional.empty()));
    }

    /// What a task of the clip that is sent now avoids.
    ///
    /// @param hosts where a fit worker lives
    public Optional<String> hostFor(int clip, Set<String> hosts, long nowNanos) {
        Wish wish = wishes.get(clip);
        if (wish == null || hosts.stream().allMatch(wish.host::equals)) {
            return Optional.empty();
        }
        long until = wish.untilNanos.orElse(nowNanos + HOLDS.toNanos());
        if (nowNanos - until >= 0) {
            wishes.remove(clip);
            return Optional.empty();
        }
        wishes.put(clip, new Wish(wish.host, Optional.of(until)));
        return Optional.of(wish.host);
    }

    /// Whether a task of the clip may have wished to avoid a host.
    public boolean isAvoided(int clip, String host) {
        Wish wish = wishes.get(clip);
        return wish != null && wish.host.equals(host);
    }

    /// The clip has its end.
    public void forget(int clip) {
        wishes.remove(clip);
    }
}
