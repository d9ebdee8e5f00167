package io.vmaffleet.coordinator.status;

import java.time.Duration;
import java.util.Optional;

/// How fast a run moves.
///
/// @param clipsPerSecond ended clips over the last minute
/// @param framesPerSecond measured frames over the last minute
/// @param framesDone measured since this coordinator's start
/// @param sinceProgress since anything last moved
/// @param eta empty as long as too little is known
public record Pace(
        double clipsPerSecond,
        double framesPerSecond,
        long framesDone,
        Duration sinceProgress,
        Optional<Duration> eta) {
    public Pace {
        if (!Double.isFinite(clipsPerSecond) || !Double.isFinite(framesPerSecond)) {
            throw new IllegalArgumentException(
                    "rates must be finite: " + clipsPerSecond + " clips/s, " + framesPerSecond + " frames/s");
        }
    }
}
