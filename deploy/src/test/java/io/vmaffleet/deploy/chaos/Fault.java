package io.vmaffleet.deploy.chaos;

import java.time.Duration;

/// Something that goes wrong for a while.
interface Fault {
    /// What the report counts it as.
    String kind();

    /// What it is done to; two faults are never done to one thing at a time.
    String target();

    /// How long it lasts.
    Duration lasts();

    /// How many attempts it may end at most.
    default int attemptsEnded() {
        return 0;
    }

    void inject() throws Exception;

    void undo() throws Exception;
}
