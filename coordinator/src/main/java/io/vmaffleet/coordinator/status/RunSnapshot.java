package io.vmaffleet.coordinator.status;

import io.vmaffleet.result.FailureReason;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// A run at one moment, as its progress bar, its metrics and its page show it. Its numbers add up: failures by reason
/// to the failed clips, states to the total.
///
/// @param failedByReason clips given up
/// @param leftOutByReason clips that a written rule leaves out
/// @param recentClips newest first; the first [#MOST_RECENT] are kept
/// @param pauses why nothing is sent, a sentence a cause; empty while clips are sent
/// @param alarms rows that are hardly right, as long as that holds; one of a kind
/// @param notices sentences an operator should read, newest first; the first [#MOST_NOTICES] are kept
/// @param duplicates rows that came for a clip that had one
/// @param disagreements those of them that differed from the first
/// @param geometryMismatches clips whose sidecar says another geometry than was decoded
public record RunSnapshot(
        RunDescription description,
        RunPhase phase,
        ClipCounts counts,
        Map<FailureReason, Long> failedByReason,
        Map<FailureReason, Long> leftOutByReason,
        Pace pace,
        List<WorkerView> workers,
        List<RecentClip> recentClips,
        List<String> pauses,
        List<Notice> notices,
        List<Alarm> alarms,
        long duplicates,
        long disagreements,
        long geometryMismatches) {
    /// So that a snapshot stays small however long the run is.
    public static final int MOST_RECENT = 50;

    public static final int MOST_NOTICES = 50;

    public RunSnapshot {
        failedByReason = addingUp("failed", counts.failed(), failedByReason);
        leftOutByReason = addingUp("left out", counts.leftOut(), leftOutByReason);
        workers = List.copyOf(workers);
        recentClips = first(MOST_RECENT, recentClips);
        pauses = List.copyOf(pauses);
        notices = first(MOST_NOTICES, notices);
        alarms = List.copyOf(alarms);
    }

    private static Map<FailureReason, Long> addingUp(String what, long expected, Map<FailureReason, Long> byReason) {
        Map<FailureReason, Long> ordered = new EnumMap<>(FailureReason.class);
        ordered.putAll(byReason);
        long sum = ordered.values().stream().mapToLong(Long::longValue).sum();
        if (sum != expected || ordered.values().stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "reasons do not add up: " + expected + " clips " + what + ", but " + ordered + " makes " + sum);
        }
        return Collections.unmodifiableMap(ordered);
    }

    private static <T> List<T> first(int most, List<T> list) {
        return List.copyOf(list.subList(0, Math.min(most, list.size())));
    }
}
