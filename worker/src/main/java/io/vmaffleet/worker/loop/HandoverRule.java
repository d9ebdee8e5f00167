package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.WorkerQueue;
import java.time.Duration;

/// Whether a result that the queue did not take is offered to it again, and for how long.
record HandoverRule(LoopLimits limits) {
    enum Next {
        TAKEN,
        /// Somebody else has the clip, and what is not a row counts from its holder only.
        REFUSED,
        OFFER_AGAIN,
        /// Nobody wanted it for long enough. Its task goes too: an owner that comes back sends it again.
        DROP
    }

    /// @param spent since the result was first offered
    Next after(WorkerQueue.Finish answer, Duration spent, boolean closing) {
        return switch (answer) {
            case DONE -> Next.TAKEN;
            case NOT_YOURS -> Next.REFUSED;
            // its coordinator reads on, or comes back
            case FULL -> within(limits.publish(), spent, closing);
            case NO_RUN -> within(limits.runGone(), spent, closing);
        };
    }

    /// The queue did not answer; it may have taken the result all the same, and bears it twice.
    Next afterSilence(Duration spent, boolean closing) {
        return within(limits.publish(), spent, closing);
    }

    private Next within(Duration bound, Duration spent, boolean closing) {
        return spent.compareTo(closing ? limits.closing() : bound) < 0 ? Next.OFFER_AGAIN : Next.DROP;
    }
}
