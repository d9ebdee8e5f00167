package io.vmaffleet.queue.testing;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;
import java.time.Duration;
import java.util.Map;

/// The queue in memory keeps the contract.
class InMemoryTaskQueueTest extends TaskQueueContract {
    private final SettableClock clock = new SettableClock();
    private final InMemoryTaskQueue queue = new InMemoryTaskQueue(clock);

    @Override
    protected CoordinatorQueue coordinator() {
        return queue;
    }

    @Override
    protected WorkerQueue worker() {
        return queue;
    }

    @Override
    protected void flush() {
        queue.flush();
    }

    @Override
    protected void passTime(Duration duration) {
        clock.advance(duration);
    }

    @Override
    protected void deleteConsumer(EngineFingerprint engine, WorkerId worker) {
        queue.deleteConsumer(engine, worker);
    }

    @Override
    protected void destroyGroup(EngineFingerprint engine) {
        queue.destroyGroup(engine);
    }

    @Override
    protected void deleteMessage(EngineFingerprint engine, String entry) {
        queue.deleteMessage(engine, entry);
    }

    @Override
    protected String addEntry(EngineFingerprint engine, Map<String, String> fields) {
        return queue.addEntry(engine, fields);
    }
}
