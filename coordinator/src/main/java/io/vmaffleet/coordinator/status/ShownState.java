package io.vmaffleet.coordinator.status;

import java.util.Locale;
import java.util.Optional;

/// Where a clip of the plan stands, as people are shown it; each clip is in exactly one state, so the counts add up.
public enum ShownState {
    DONE,
    /// Not sent yet.
    WAITING,
    /// Sent and held by nobody: in the queue.
    OUT,
    /// Held by a worker, or its result is not yet on disk.
    IN_FLIGHT,
    /// Failed or handed back before, and not sent again yet.
    RETRYING,
    FAILED,
    LEFT_OUT;

    /// The name that JSON, metrics, queries and the page show.
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ShownState> of(String shown) {
        for (ShownState state : values()) {
            if (state.shown().equals(shown)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
