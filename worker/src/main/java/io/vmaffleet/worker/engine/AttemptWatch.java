package io.vmaffleet.worker.engine;

import java.time.Duration;
import java.util.Optional;

/// Is told how an attempt goes on, by the thread that supervises it.
public interface AttemptWatch {
    void waitingForMemory();

    /// @param framesExpected 0 when unknown
    void measuring(long framesExpected, Optional<Duration> deadline);

    void frames(long done);
}
