package io.vmaffleet.coordinator.status;

import java.util.stream.LongStream;

/// How many clips of the plan are in each state, counted from state and never by subtracting events. They add up, or
/// there is no such object.
///
/// @param waiting not sent yet
/// @param out sent and held by nobody: the queue depth
/// @param inFlight held by a worker, or their result is not yet on disk
/// @param retrying tried before and not sent again yet
/// @param failed given up, files with an unusable name among them
/// @param leftOut not measurable by a written rule of the recipe
public record ClipCounts(
        long total, long done, long waiting, long out, long inFlight, long retrying, long failed, long leftOut) {
    public ClipCounts {
        long sum = done + waiting + out + inFlight + retrying + failed + leftOut;
        long smallest = LongStream.of(done, waiting, out, inFlight, retrying, failed, leftOut)
                .min()
                .getAsLong();
        if (smallest < 0 || sum != total) {
            throw new IllegalArgumentException("clip counts do not add up: total " + total + ", but done " + done
                    + " + waiting " + waiting + " + out " + out + " + in flight " + inFlight + " + retrying "
                    + retrying + " + failed " + failed + " + left out " + leftOut + " = " + sum);
        }
    }

    /// Clips in the queue that no worker has taken.
    public long queueDepth() {
        return out;
    }

    /// Clips that still need work, known before any worker is there: what an autoscaler follows.
    public long backlog() {
        return waiting + out + inFlight + retrying;
    }

    public long of(ShownState state) {
        return switch (state) {
            case DONE -> done;
            case WAITING -> waiting;
            case OUT -> out;
            case IN_FLIGHT -> inFlight;
            case RETRYING -> retrying;
            case FAILED -> failed;
            case LEFT_OUT -> leftOut;
        };
    }
}
