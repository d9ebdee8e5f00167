package io.vmaffleet.worker.loop;

import java.time.Duration;
import java.util.Optional;

/// Where an attempt stands: what it does, since when, and when it last moved. Times are of one monotonic clock.
///
/// @param sinceNanos when it began to do this
/// @param movedNanos when it last made progress in it
/// @param deadline of the measuring, once known
record Standing(
        Doing doing, long sinceNanos, long movedNanos, long frames, long framesExpected, Optional<Duration> deadline) {
    enum Doing {
        /// For its turn: a clip that runs alone waits for all others.
        AWAITING_TURN,
        STARTING_ENGINE,
        /// The engine opens the file; no frame yet.
        OPENING,
        AWAITING_MEMORY,
        MEASURING,
        /// The clip failed and the worker examines itself.
        EXAMINING,
        /// The result is there and is being handed over.
        PUBLISHING
    }

    static Standing at(Doing doing, long nowNanos) {
        return new Standing(doing, nowNanos, nowNanos, 0, 0, Optional.empty());
    }

    Standing next(Doing then, long nowNanos) {
        return new Standing(then, nowNanos, nowNanos, frames, framesExpected, deadline);
    }

    Standing expecting(long expected, Optional<Duration> bound) {
        return new Standing(doing, sinceNanos, movedNanos, frames, expected, bound);
    }

    Standing moved(long done, long nowNanos) {
        return new Standing(doing, sinceNanos, nowNanos, done, framesExpected, deadline);
    }
}
