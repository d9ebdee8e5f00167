package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.worker.engine.AttemptWatch;
import java.time.Duration;
import java.util.Optional;

/// One task that this worker has taken and not yet ended.
///
/// The thread that has it in hand (first the taking one, then its slot's) says how it goes on; any may look.
final class Attempt implements AttemptWatch {
    private final Delivery delivery;
    private final ClipTask task;
    private final long startedNanos = System.nanoTime();
    private volatile Standing standing = Standing.at(Standing.Doing.AWAITING_TURN, startedNanos);

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
