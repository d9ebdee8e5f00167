package io.vmaffleet.queue.testing;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
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
import java.util.function.Supplier;

/// A queue in front of another whose subclass carries each question there and its answer back, or does not.
public abstract class CarriedTaskQueue implements CoordinatorQueue, WorkerQueue {
    private final CoordinatorQueue coordinator;
    private final WorkerQueue worker;

    /// @param queue the queue that answers, both sides of it
    protected <Q extends CoordinatorQueue & WorkerQueue> CarriedTaskQueue(Q queue) {
        this.coordinator = queue;
        this.worker = queue;
    }

    /// Carries one question. It may be asked never, once or more often.
    protected abstract <T> T carry(Supplier<T> question);

    @Override
    public void publish(RunId run, RunState state, Map<String, String> facts) {
        act(() -> coordinator.publish(run, state, facts));
    }

    @Override
    public boolean hold(RunId run, String holder, Duration ttl) {
        return carry(() -> coordinator.hold(run, holder, ttl));
    }

    @Override
    public Optional<String> holder(RunId run) {
        return carry(() -> coordinator.holder(run));
    }

    @Override
    public void release(RunId run, String holder) {
        act(() -> coordinator.release(run, holder));
    }

    @Override
    public List<String> send(EngineFingerprint engine, List<TaskMessage> tasks) {
        return carry(() -> coordinator.send(engine, tasks));
    }

    @Override
    public List<PendingTask> pending(EngineFingerprint engine) {
        return carry(() -> coordinator.pending(engine));
    }

    @Override
    public boolean expire(EngineFingerprint engine, PendingTask seen) {
        return carry(() -> coordinator.expire(engine, seen));
    }

    @Override
    public StreamView look(EngineFingerprint engine, RunId run) {
        return carry(() -> coordinator.look(engine, run));
    }

    @Override
    public boolean removeOrphan(EngineFingerprint engine, String entry) {
        return carry(() -> coordinator.removeOrphan(engine, entry));
    }

    @Override
    public void drop(EngineFingerprint engine, Collection<String> entries) {
        act(() -> coordinator.drop(engine, entries));
    }

    @Override
    public List<ResultEntry> readResults(RunId run, String after, int count) {
        return carry(() -> coordinator.readResults(run, after, count));
    }

    @Override
    public List<ResultEntry> awaitResults(RunId run, String after, int count, Duration wait) {
        return carry(() -> coordinator.awaitResults(run, after, count, wait));
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
        return carry(coordinator::heartbeats);
    }

    @Override
    public Map<String, Map<String, String>> runs() {
        return carry(coordinator::runs);
    }

    @Override
    public long depth(EngineFingerprint engine) {
        return carry(() -> coordinator.depth(engine));
    }

    @Override
    public List<Delivery> take(EngineFingerprint engine, WorkerId taker, int count, Duration wait) {
        return carry(() -> worker.take(engine, taker, count, wait));
    }

    @Override
    public List<Delivery> held(EngineFingerprint engine, WorkerId holder) {
        return carry(() -> worker.held(engine, holder));
    }

    @Override
    public Map<String, Renewal> renew(EngineFingerprint engine, WorkerId holder, Collection<String> entries) {
        return carry(() -> worker.renew(engine, holder, entries));
    }

    @Override
    public Finish finish(EngineFingerprint engine, WorkerId holder, String entry, ResultMessage result) {
        return carry(() -> worker.finish(engine, holder, entry, result));
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
        return carry(() -> worker.facts(run));
    }

    @Override
    public Optional<RunState> state(RunId run) {
        return carry(() -> worker.state(run));
    }

    @Override
    public void close() {
        coordinator.close();
    }

    private void act(Runnable action) {
        boolean done = carry(() -> {
            action.run();
            return true;
        });
        assert done;
    }
}
