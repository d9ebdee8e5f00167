package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Heartbeat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which engine a run binds to: the fingerprint that most live slots offer; of equal ones the smaller digest.
public final class EngineChoice {
    private EngineChoice() {}

    /// The choice among the workers that are alive; empty while there is none.
    public static Optional<EngineFingerprint> among(List<Heartbeat> workers) {
        Map<String, Integer> slots = new TreeMap<>();
        for (Heartbeat worker : workers) {
            if (!worker.draining()) {
                slots.merge(worker.engine(), worker.slots().size(), Integer::sum);
            }
        }
        String best = null;
        int most = 0;
        for (Map.Entry<String, Integer> offer : slots.entrySet()) {
            if (offer.getValue() > most) {
                best = offer.getKey();
                most = offer.getValue();
            }
        }
        return Optional.ofNullable(best).map(EngineFingerprint::new);
    }

    /// One sentence that says what a worker's engine is made of.
    public static String describe(Heartbeat worker) {
        return worker.host() + " offers " + worker.engine() + " (" + new TreeMap<>(worker.engineParts()) + ")";
    }
}
