package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.WireFormatException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Which workers live, by their heartbeats, each with its age by this process's own monotonic clock: how long ago it
/// last changed. One thread uses it.
public final class RollCall {
    private static final Duration EVERY = Duration.ofSeconds(1);

    /// Who was there so few looks ago may have been wiped with all else. Looks and not time, in which nobody may have
    /// answered.
    private static final int LATELY = 30;

    private final CoordinatorQueue queue;
    private final LongSupplier nanoClock;
    private final Duty duty;

    /// By their heartbeat as it was sent: one that is sent again unchanged is as old as its first.
    private Map<String, Seen> seen = Map.of();

    private final Map<String, LastSeen> lastSeen = new HashMap<>();
    private long looks;

    private record Seen(Heartbeat heartbeat, long sinceNanos) {}

    private record LastSeen(Heartbeat heartbeat, long look) {}

    /// A worker that lives.
    public record Present(Heartbeat heartbeat, Duration age) {}

    public RollCall(CoordinatorQueue queue, LongSupplier nanoClock) {
        this.queue = queue;
        this.nanoClock = nanoClock;
        this.duty = new Duty(EVERY, nanoClock);
    }

    /// Reads the heartbeats if it is time to. One that cannot be read (of another version) is no worker of ours.
    public void runOnce() {
        if (!duty.isDue()) {
            return;
        }
        duty.done();
        long now = nanoClock.getAsLong();
        Map<String, Seen> found = new HashMap<>();
        for (String json : queue.heartbeats()) {
            Seen one = seen.get(json);
            if (one == null) {
                try {
                    one = new Seen(Heartbeat.decode(json), now);
                } catch (WireFormatException e) {
                    continue;
                }
            }
            found.put(json, one);
        }
        seen = found;
        looks++;
        found.values().forEach(one -> lastSeen.put(one.heartbeat().worker(), new LastSeen(one.heartbeat(), looks)));
        lastSeen.values().removeIf(one -> looks - one.look() >= LATELY);
    }

    public List<Present> present() {
        long now = nanoClock.getAsLong();
        List<Present> present = new ArrayList<>();
        for (Seen one : seen.values()) {
            present.add(new Present(one.heartbeat(), Duration.ofNanos(now - one.sinceNanos())));
        }
        present.sort(Comparator.comparing(one -> one.heartbeat().worker()));
        return present;
    }

    public List<Heartbeat> heartbeats() {
        return present().stream().map(Present::heartbeat).toList();
    }

    /// Workers that offer an engine, take tasks and are fit for a run.
    public List<Heartbeat> fit(EngineFingerprint engine, RunId run) {
        return heartbeats().stream()
                .filter(worker -> isFit(worker, engine, run))
                .toList();
    }

    /// Where such workers live, or did a short while ago.
    public Set<String> fitHostsLately(EngineFingerprint engine, RunId run) {
        return lastSeen.values().stream()
                .map(LastSeen::heartbeat)
                .filter(worker -> isFit(worker, engine, run))
                .map(Heartbeat::host)
                .collect(Collectors.toSet());
    }

    /// Why workers that offer an engine and take tasks are unfit for a run, by host.
    public Map<String, String> unfit(EngineFingerprint engine, RunId run) {
        Map<String, String> reasons = new TreeMap<>();
        for (Heartbeat worker : heartbeats()) {
            String reason = worker.unfit().get(run.value());
            if (reason != null && offers(worker, engine)) {
                reasons.put(worker.host(), reason);
            }
        }
        return reasons;
    }

    private static boolean isFit(Heartbeat worker, EngineFingerprint engine, RunId run) {
        return offers(worker, engine) && !worker.unfit().containsKey(run.value());
    }

    private static boolean offers(Heartbeat worker, EngineFingerprint engine) {
        return worker.engine().equals(engine.value()) && !worker.draining();
    }
}
