package io.vmaffleet.coordinator.intake;

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
    private final Set<String> onDisk = new HashSet<>();

    /// Whether a result that was read is one of these. One whose id comes with another task is forgotten: the server
    /// has lost it.
    boolean knows(String entry, String task) {
        String known = taskOf.get(entry);
        if (known != null && !known.equals(task)) {
            taskOf.remove(entry);
            onDisk.remove(entry);
        }
        return task.equals(known);
    }

    /// A result is with the ledger from now on.
    void take(String entry, String task) {
        taskOf.put(entry, task);
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

    /// Those that may be removed from Redis.
    List<String> onDisk() {
        return List.copyOf(onDisk);
    }

    /// Those that may be removed have been.
    void removed() {
        taskOf.keySet().removeAll(onDisk);
        onDisk.clear();
    }
}
