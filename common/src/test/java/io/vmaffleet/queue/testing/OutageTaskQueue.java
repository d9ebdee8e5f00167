package io.vmaffleet.queue.testing;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.StreamView;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// A queue in front of another that does not answer when a test says so: either nothing was done, or it was and only
/// the answer is lost. Safe for use by many threads.
public final class OutageTaskQueue implements CoordinatorQueue, WorkerQueue {
    private final CoordinatorQueue coordinator;
    private final WorkerQueue worker;
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicBoolean losingAnswer = new AtomicBoolean();

    /// @param queue the queue that answers, both sides of it
    public <Q extends CoordinatorQueue & WorkerQueue> OutageTaskQueue(Q queue) {
        this.coordinator = queue;
        this.worker = queue;
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
    public void publish(RunId run, RunState state, Map<String, String> facts) {
        act(() -> coordinator.publish(run, state, facts));
    }

    @Override
    public boolean hold(RunId run, String holder, Duration ttl) {
        return ask(() -> coordinator.hold(run, holder, ttl));
    }

    @Override
    public Optional<String> holder(RunId run) {
        return ask(() -> coordinator.holder(run));
    }

    @Override
    public void release(RunId run, String holder) {
        act(() -> coordinator.release(run, holder));
    }

    @Override
    public List<String> send(EngineFingerprint engine, List<TaskMessage> tasks) {
        return ask(() -> coordinator.send(engine, tasks));
    }

    @Override
    public List<PendingTask> pending(EngineFingerprint engine) {
        return ask(() -> coordinator.pending(engine));
    }

    @Override
    public boolean expire(EngineFingerprint engine, PendingTask seen) {
        return ask(() -> coordinator.expire(engine, seen));
    }

    @Override
    public StreamView look(EngineFingerprint engine, RunId run) {
        return ask(() -> coordinator.look(engine, run));
    }

    @Override
    public boolean removeOrphan(EngineFingerprint engine, String entry) {
        return ask(() -> coordinator.removeOrphan(engine, entry));
    }

    @Override
    public void drop(EngineFingerprint engine, Collection<String> entries) {
        act(() -> coordinator.drop(engine, entries));
    }

    @Override
    public List<ResultEntry> readResults(RunId run, String after, int count) {
        return ask(() -> coordinator.readResults(run, after, count));
    }

    @Override
    public List<ResultEntry> awaitResults(RunId run, String after, int count, Duration wait) {
        return ask(() -> coordinator.awaitResults(run, after, count, wait));
    }

    @Override
    public void deleteResults(RunId run, Collection<String> entries) {
        act(() -> coordinator.deleteResults(run, entries));
    }

    @Override
    public void end(RunId run) {
        act(() -> coordinator.end(run));
    }

    @Override
    public List<String> heartbeats() {
        return ask(coordinator::heartbeats);
    }

    @Override
    public Map<String, Map<String, String>> runs() {
        return ask(coordinator::runs);
    }

    @Override
    public long depth(EngineFingerprint engine) {
        return ask(() -> coordinator.depth(engine));
    }

    @Override
    public List<Delivery> take(EngineFingerprint engine, WorkerId taker, int count, Duration wait) {
        return ask(() -> worker.take(engine, taker, count, wait));
    }

    @Override
    public List<Delivery> held(EngineFingerprint engine, WorkerId holder) {
        return ask(() -> worker.held(engine, holder));
    }

    @Override
    public Map<String, Renewal> renew(EngineFingerprint engine, WorkerId holder, Collection<String> entries) {
        return ask(() -> worker.renew(engine, holder, entries));
    }

    @Override
    public Finish finish(EngineFingerprint engine, WorkerId holder, String entry, ResultMessage result) {
        return ask(() -> worker.finish(engine, holder, entry, result));
    }

    @Override
    public void announce(WorkerId announcer, String heartbeat, Duration ttl) {
        act(() -> worker.announce(announcer, heartbeat, ttl));
    }

    @Override
    public void leave(WorkerId leaver) {
        act(() -> worker.leave(leaver));
    }

    @Override
    public Map<String, String> facts(RunId run) {
        return ask(() -> worker.facts(run));
    }

    @Override
    public Optional<RunState> state(RunId run) {
        return ask(() -> worker.state(run));
    }

    @Override
    public void close() {
        coordinator.close();
    }

    private void act(Runnable action) {
        boolean done = ask(() -> {
            action.run();
            return true;
        });
        assert done;
    }

    private <T> T ask(Supplier<T> question) {
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
