package io.vmaffleet.coordinator;

import java.util.ArrayList;
import java.util.List;

/// Turns from running to draining, once and for good. For any thread.
final class DrainSwitch {
    private final List<Runnable> actions = new ArrayList<>();
    private boolean drained;

    synchronized boolean isDrained() {
        return drained;
    }

    void drain() {
        List<Runnable> toRun;
        synchronized (this) {
            drained = true;
            toRun = List.copyOf(actions);
            actions.clear();
        }
        toRun.forEach(Runnable::run);
    }

    /// Runs an action when the switch is turned; at once if it was.
    void whenDrained(Runnable action) {
        synchronized (this) {
            if (!drained) {
                actions.add(action);
                return;
            }
        }
        action.run();
    }
}
