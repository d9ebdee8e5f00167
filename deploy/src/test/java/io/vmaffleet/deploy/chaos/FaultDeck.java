package io.vmaffleet.deploy.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// All faults there are, in an order that the seed decides: each comes once before any comes again.
final class FaultDeck {
    /// A lease ends 30 s after its last renewal, of which one comes each 10 s.
    private static final int PAST_LEASES_MILLIS = 36_000;

    private final ChaosFleet fleet;
    private final Random random;
    private final List<Supplier<Fault>> all = new ArrayList<>();
    private final List<Supplier<Fault>> left = new ArrayList<>();

    /// @param longFaults whether there are faults that last longer than a lease
    FaultDeck(ChaosFleet fleet, boolean longFaults, Random random) {
        this.fleet = fleet;
        this.random = random;
        int slots = fleet.pace().slots();
        all.add(() -> new WorkerFaults.Killed(worker(), between(500, 6_000), slots));
        all.add(() -> new WorkerFaults.EngineKilled(worker(), random));
        all.add(() -> new WorkerFaults.Frozen(worker(), between(500, 8_000), false, 0, random));
        all.add(() -> new WorkerFaults.ClipsGone(worker(), between(2_000, 10_000)));
        all.add(() -> new WorkerFaults.OldCopy(worker(), between(2_000, 10_000)));
        all.add(() -> new CoordinatorFaults.Killed(fleet.coordinator(), between(0, 5_000)));
        all.add(() -> new CoordinatorFaults.Frozen(fleet.coordinator(), between(500, 8_000), false));
        if (fleet.disk().canBeFull()) {
            all.add(() -> new CoordinatorFaults.DiskFull(fleet.coordinator(), fleet.disk(), between(2_000, 8_000)));
        }
        all.add(() -> new RedisFaults.Restarted(fleet.redis(), between(100, 8_000), false));
        all.add(() -> new RedisFaults.Restarted(fleet.redis(), between(100, 8_000), true));
        all.add(() -> new RedisFaults.Frozen(fleet.redis(), between(500, 12_000)));
        all.add(() -> RedisFaults.flushed(fleet.redis()));
        all.add(() -> RedisFaults.groupDestroyed(fleet.redis()));
        all.add(() -> RedisFaults.consumersDeleted(fleet.redis()));
        all.add(() -> RedisFaults.tasksTrimmed(fleet.redis()));
        all.add(() -> RedisFaults.resultsTrimmed(fleet.redis()));
        all.add(() -> new NetworkFaults.Cut("workers", fleet.workersWay(), between(100, 15_000), false, 0));
        all.add(() -> new NetworkFaults.Stalled("workers", fleet.workersWay(), between(500, 12_000)));
        all.add(() -> new NetworkFaults.Cut("coordinator", fleet.coordinatorsWay(), between(100, 15_000), false, 0));
        all.add(() -> new NetworkFaults.Stalled("coordinator", fleet.coordinatorsWay(), between(500, 12_000)));
        if (longFaults) {
            all.add(() -> new WorkerFaults.Frozen(worker(), pastLeases(), true, slots, random));
            all.add(() -> new CoordinatorFaults.Frozen(fleet.coordinator(), pastLeases(), true));
            all.add(() -> new NetworkFaults.Cut(
                    "workers",
                    fleet.workersWay(),
                    pastLeases(),
                    true,
                    slots * fleet.workers().size()));
        }
    }

    /// The next fault that may be injected now; those that may not keep their place.
    Optional<Fault> draw(Predicate<Fault> may) {
        if (left.isEmpty()) {
            left.addAll(all);
            Collections.shuffle(left, random);
        }
        for (Supplier<Fault> card : List.copyOf(left)) {
            Fault fault = card.get();
            if (may.test(fault)) {
                left.remove(card);
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private WorkerHost worker() {
        return fleet.workers().get(random.nextInt(fleet.workers().size()));
    }

    private Duration between(int least, int most) {
        return Duration.ofMillis(random.nextInt(least, most));
    }

    private static Duration pastLeases() {
        return Duration.ofMillis(PAST_LEASES_MILLIS);
    }
}
