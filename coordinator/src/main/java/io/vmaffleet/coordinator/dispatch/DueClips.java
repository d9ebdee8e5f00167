package io.vmaffleet.coordinator.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PriorityQueue;

/// Clips that wait for a moment of a monotonic clock, each for one; in the order of their moments, and of their coming
/// where these are equal.
final class DueClips {
    /// Also moments that were taken back, until they come to the head.
    private final PriorityQueue<Due> queue = new PriorityQueue<>();
    private final Map<Integer, Due> dueOf = new HashMap<>();
    private long comings;

    private record Due(int clip, long atNanos, long coming) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byMoment = Long.signum(atNanos - other.atNanos);
            return byMoment != 0 ? byMoment : Long.compare(coming, other.coming);
        }
    }

    /// A clip that waits already waits for this moment instead.
    void put(int clip, long atNanos) {
        Due due = new Due(clip, atNanos, comings++);
        dueOf.put(clip, due);
        queue.add(due);
    }

    void remove(int clip) {
        dueOf.remove(clip);
    }

    /// The first clip whose moment has come; it stays the first until it is removed.
    OptionalInt next(long nowNanos) {
        while (!queue.isEmpty() && !queue.peek().equals(dueOf.get(queue.peek().clip()))) {
            queue.remove();
        }
        return !queue.isEmpty() && queue.peek().atNanos() - nowNanos <= 0
                ? OptionalInt.of(queue.peek().clip())
                : OptionalInt.empty();
    }
}
