package io.vmaffleet.coordinator.status;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What a run is, apart from how far it has come.
///
/// @param engine empty until the run is bound to one
/// @param engineParts what the fingerprint is made of, by name
/// @param redis the server's address without user and password
/// @param version of the coordinator
public record RunDescription(
        RunId run,
        String output,
        String queue,
        Optional<EngineFingerprint> engine,
        Map<String, String> engineParts,
        String redis,
        Instant startedAt,
        String version) {
    public RunDescription {
        engineParts = Map.copyOf(engineParts);
        if (redis.indexOf('@') >= 0) {
            // the value is kept out of the message, for it may be the password
            throw new IllegalArgumentException("a Redis address to be shown must not hold user or password");
        }
    }
}
