package io.vmaffleet.coordinator.intake;

import io.vmaffleet.result.Provenance;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What workers gave back unmeasured: so that no clip goes round in a hot loop, and no run for ever in silence.
final class Returns {
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

    /// A clip given back so often was not unlucky.
    private static final int NOT_BY_CHANCE = 3;

    /// How often a clip came back until it came to something else.
    private final Map<Integer, Integer> times = new HashMap<>();

    /// Since any clip came to something else: how often each came back, and why from each worker.
    private final Map<Integer, Integer> timesInStandstill = new HashMap<>();

    private final Map<String, String> whyInStandstill = new TreeMap<>();

    /// Notes that a worker gave a clip back which it was to take.
    void refused(int clip, Provenance by, String why) {
        timesInStandstill.merge(clip, 1, Integer::sum);
        whyInStandstill.put(by.worker().value(), "host " + by.host() + " (" + why + ")");
    }

    /// Notes a return.
    ///
    /// @return after what delay the clip may be sent again: 1, 2, 4 ... 60 s
    Duration returned(int clip) {
        int before = times.merge(clip, 1, Integer::sum) - 1;
        Duration delay = FIRST_DELAY.multipliedBy(1L << Math.min(before, 6));
        return delay.compareTo(LONGEST_DELAY) < 0 ? delay : LONGEST_DELAY;
    }

    /// The clip came to something else.
    void ended(int clip) {
        times.remove(clip);
        begin();
    }

    /// What workers gave back so far says nothing of them any more.
    void begin() {
        timesInStandstill.clear();
        whyInStandstill.clear();
    }

    /// A clip that came back again and again, while each of these workers gave back all that it ended.
    Optional<RefusedClip> refusedBy(Set<String> workers) {
        return whyInStandstill.keySet().containsAll(workers)
                ? timesInStandstill.entrySet().stream()
                        .filter(clip -> clip.getValue() >= NOT_BY_CHANCE)
                        .map(clip -> new RefusedClip(clip.getKey(), why(workers)))
                        .findFirst()
                : Optional.empty();
    }

    private String why(Set<String> workers) {
        return whyInStandstill.entrySet().stream()
                .filter(one -> workers.contains(one.getKey()))
                .map(Map.Entry::getValue)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
