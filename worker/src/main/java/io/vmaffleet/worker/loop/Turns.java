package io.vmaffleet.worker.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// Whose turn it is among the tasks that were taken. One that runs alone gets its turn when no other runs; from its
/// coming to its end nothing else is taken. Several of them run one after another. Not safe for many threads.
final class Turns {
    private final Deque<Attempt> ready = new ArrayDeque<>();
    private final Deque<Attempt> alone = new ArrayDeque<>();
    private int running;
    private boolean runningAlone;

    /// How many tasks may be taken for so many free slots.
    int capacity(int freeSlots) {
        return alone.isEmpty() && !runningAlone ? freeSlots - ready.size() : 0;
    }

    void give(Attempt attempt) {
        (attempt.task().alone() ? alone : ready).addLast(attempt);
    }

    /// The attempt whose turn it is now; it runs until [#done].
    Optional<Attempt> next() {
        if (!ready.isEmpty() && !runningAlone) {
            running++;
            return Optional.of(ready.removeFirst());
        }
        if (!alone.isEmpty() && running == 0) {
            running++;
            runningAlone = true;
            return Optional.of(alone.removeFirst());
        }
        return Optional.empty();
    }

    void done() {
        running--;
        runningAlone = false;
    }

    /// Whether nothing waits for its turn.
    boolean isEmpty() {
        return ready.isEmpty() && alone.isEmpty();
    }
}
