package io.vmaffleet.coordinator.status;

import java.util.Locale;

/// Where a run stands between its first look at the corpus and its end.
public enum RunPhase {
    STARTING,
    RUNNING,
    PAUSED,
    /// It sends nothing new and waits for what is out.
    DRAINING,
    /// An operator has cancelled it: it waits for nothing.
    STOPPING,
    WRITING_TABLE,
    FINISHED,
    /// Ended before its table; `resume` goes on.
    STOPPED;

    /// The name that JSON, metrics and the page show.
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
