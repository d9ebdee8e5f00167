package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.worker.engine.AttemptWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One task that this worker has taken and not yet ended.
///
/// The thread that has it in hand (first the taking one, then its slot's) says how it goes on; any may look.
final class Attempt implements AttemptWatch {
    private final Delivery delivery;
    private final ClipTask task;
    private final long startedNanos = System.nanoTime();
    private volatile Standing standing = Standing.at(Standing.Doing.AWAITING_TURN, startedNanos);
    private @Nullable String ended;
    private @Nullable Consumer<String> stopper;

    Attempt(Delivery delivery, ClipTask task) {
        this.delivery = delivery;
        this.task = task;
    }

    String entry() {
        return delivery.entry();
    }

    Delivery delivery() {
        return delivery;
    }

    ClipTask task() {
        return task;
    }

    Standing standing() {
        return standing;
    }

    long startedNanos() {
        return startedNanos;
    }

    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /// Ends the attempt before it has a result.
    ///
    /// @return whether that is new
    synchronized boolean end(String why) {
        if (ended != null) {
            return false;
        }
        ended = why;
        if (stopper != null) {
            stopper.accept(why);
        }
        return true;
    }

    /// Why it was ended, if it was.
    synchronized Optional<String> ended() {
        return Optional.ofNullable(ended);
    }

    /// From here to [#notStoppable] an end stops what is under way, at once if it has come already.
    synchronized void stoppable(Consumer<String> stop) {
        stopper = stop;
        if (ended != null) {
            stop.accept(ended);
        }
    }

    synchronized void notStoppable() {
        stopper = null;
    }

    void goOn(Standing.Doing doing) {
        standing = standing.next(doing, System.nanoTime());
    }

    @Override
    public void waitingForMemory() {
        goOn(Standing.Doing.AWAITING_MEMORY);
    }

    @Override
    public void measuring(long framesExpected, Optional<Duration> deadline) {
        goOn(Standing.Doing.MEASURING);
        standing = standing.expecting(framesExpected, deadline);
    }

    @Override
    public void frames(long done) {
        standing = standing.moved(done, System.nanoTime());
    }

    @Override
    public String toString() {
        return task.clip() + " of run " + task.run();
    }
}
