package io.vmaffleet.coordinator.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The results that are on their way to the disk, or on it and still in Redis.
///
/// Each is known by its id and the task it answers: after a failover to a replica whose clock is behind, the id of a
/// lost result comes again for another.
final class ResultsInHand {
    private final Map<String, String> taskOf = new HashMap<>();
    private final Map<String, List<String>> scoresOf = new HashMap<>();
    private final Set<String> onDisk = new HashSet<>();

    /// Whether a result that was read is one of these. One whose id comes with another task is forgotten: the server
    /// has lost it.
    boolean knows(String entry, String task) {
        String known = taskOf.get(entry);
        if (known != null && !known.equals(task)) {
            taskOf.remove(entry);
            scoresOf.remove(entry);
            onDisk.remove(entry);
        }
        return task.equals(known);
    }

    /// A result is with the ledger from now on.
    void take(String entry, String task) {
        taskOf.put(entry, task);
    }

    /// The entries of a result's per-frame scores, which leave Redis with it.
    void takeScores(String entry, List<String> scores) {
        if (!scores.isEmpty()) {
            scoresOf.put(entry, scores);
        }
    }

    /// A result may be removed from Redis, unless its id is another's by now.
    void forced(String entry, String task) {
        if (task.equals(taskOf.get(entry))) {
            onDisk.add(entry);
        }
    }

    /// How many are not on disk yet.
    int underWay() {
        return taskOf.size() - onDisk.size();
    }

    /// The entries that may be removed from Redis: each result before its per-frame scores, since scores without a
    /// result are known for strays, and a result without its scores would be measured again.
    List<String> onDisk() {
        List<String> entries = new ArrayList<>();
        for (String entry : onDisk) {
            entries.add(entry);
            entries.addAll(scoresOf.getOrDefault(entry, List.of()));
        }
        return entries;
    }

    /// Those that may be removed have been.
    void removed() {
        taskOf.keySet().removeAll(onDisk);
        scoresOf.keySet().removeAll(onDisk);
        onDisk.clear();
    }
}
