package io.vmaffleet.worker.engine;

import io.vmaffleet.task.EngineFingerprint;
import java.util.Map;
import java.util.TreeMap;

/// What an engine has found out about itself at its start.
///
/// @param parts what the fingerprint is made of, by name
/// @param framesPerSecond how fast it measured the frames of its examination
public record EngineReady(EngineFingerprint fingerprint, Map<String, String> parts, double framesPerSecond) {
    public EngineReady {
        parts = Map.copyOf(parts);
    }

    /// In which parts another engine differs, for a person; empty when only the digest of the measured values does.
    public String differenceFrom(EngineReady other) {
        Map<String, String> differences = new TreeMap<>();
        parts.forEach((name, value) -> {
            String theirs = other.parts.getOrDefault(name, "nothing");
            if (!value.equals(theirs)) {
                differences.put(name, value + " instead of " + theirs);
            }
        });
        return differences.toString();
    }
}
