package io.vmaffleet.queue.testing;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.WorkerQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// A queue in front of another that does not answer when a test says so: either nothing was done, or it was and only
/// the answer is lost. Safe for use by many threads.
public final class OutageTaskQueue extends CarriedTaskQueue {
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicBoolean losingAnswer = new AtomicBoolean();

    /// @param queue the queue that answers, both sides of it
    public <Q extends CoordinatorQueue & WorkerQueue> OutageTaskQueue(Q queue) {
        super(queue);
    }

    /// From now on nothing is done and everything refused.
    public void goDown() {
        down.set(true);
    }

    public void comeBack() {
        down.set(false);
    }

    /// The next operation is done, but its caller is told that the server did not answer.
    public void loseNextAnswer() {
        losingAnswer.set(true);
    }

    @Override
    protected <T> T carry(Supplier<T> question) {
        if (down.get()) {
            throw new QueueUnavailableException("the queue is down: nothing was done", null);
        }
        T answer = question.get();
        if (down.get() || losingAnswer.getAndSet(false)) {
            throw new QueueUnavailableException("the queue went down: the answer is lost", null);
        }
        return answer;
    }
}
