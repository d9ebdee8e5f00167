package io.vmaffleet.worker.loop;

import io.vmaffleet.worker.engine.EngineLimits;
import java.time.Duration;

/// Whether an attempt still deserves its lease: while it moves, or waits within its bound, and never beyond the
/// ceiling. A lease that is not renewed ends, and somebody else gets the clip.
record LeaseRule(EngineLimits engine, LoopLimits loop) {
    /// @param startedNanos when the attempt began, of the same clock as the rest
    boolean deservesLease(Standing standing, long startedNanos, long nowNanos) {
        Duration still = Duration.ofNanos(nowNanos - standing.movedNanos());
        Duration age = Duration.ofNanos(nowNanos - startedNanos);
        return still.compareTo(bound(standing.doing())) < 0 && age.compareTo(ceiling(standing)) < 0;
    }

    /// For how long an attempt may do this without a sign of progress.
    private Duration bound(Standing.Doing doing) {
        return switch (doing) {
            case AWAITING_TURN -> loop.aloneWait();
            case STARTING_ENGINE -> engine.start();
            case OPENING, MEASURING -> engine.stall();
            case AWAITING_MEMORY -> engine.memoryWait();
            // its turn, an engine's start and a look
            case EXAMINING -> loop.examination().multipliedBy(3);
            case PUBLISHING -> loop.publish();
        };
    }

    private Duration ceiling(Standing standing) {
        return standing.deadline()
                .orElse(loop.longestClip())
                .plus(loop.aloneWait())
                .plus(engine.start())
                .plus(engine.stall())
                .plus(engine.memoryWait())
                .plus(loop.examination().multipliedBy(3))
                .plus(loop.publish())
                .plus(loop.leaseGrace());
    }
}
