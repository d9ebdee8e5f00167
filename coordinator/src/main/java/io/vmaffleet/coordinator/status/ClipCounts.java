package io.vmaffleet.coordinator.status;

/// How many clips of the plan are in each state, counted from state and never by subtracting events. They add up, or
/// there is no such object.
///
/// @param failed given up, files with an unusable name among them
/// @param leftOut not measurable by a written rule of the recipe
/// @param queueDepth those of `waiting` and `retrying` that lie in Redis and that no worker has taken
public record ClipCounts(
        long total, long done, long waiting, long inFlight, long retrying, long failed, long leftOut, long queueDepth) {
    public ClipCounts {
        long sum = done + waiting + inFlight + retrying + failed + leftOut;
        long smallest = Math.min(
                Math.min(Math.min(done, waiting), Math.min(inFlight, retrying)),
                Math.min(Math.min(failed, leftOut), queueDepth));
        if (smallest < 0 || sum != total) {
            throw new IllegalArgumentException("clip counts do not add up: total " + total + ", but done " + done
                    + " + waiting " + waiting + " + in flight " + inFlight + " + retrying " + retrying + " + failed "
                    + failed + " + left out " + leftOut + " = " + sum + " (queue depth " + queueDepth + ")");
        }
        if (queueDepth > waiting + retrying) {
            throw new IllegalArgumentException(
                    "a queue depth of " + queueDepth + " is more than waiting " + waiting + " + retrying " + retrying);
        }
    }

    /// Clips that still need work, known before any worker is there: what an autoscaler follows.
    public long backlog() {
        return waiting + inFlight + retrying;
    }

    public long of(ShownState state) {
        return switch (state) {
            case DONE -> done;
            case WAITING -> waiting;
            case IN_FLIGHT -> inFlight;
            case RETRYING -> retrying;
            case FAILED -> failed;
            case LEFT_OUT -> leftOut;
        };
    }
}
