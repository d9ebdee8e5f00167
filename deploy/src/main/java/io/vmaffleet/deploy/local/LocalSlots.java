package io.vmaffleet.deploy.local;

import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.worker.Worker;
import io.vmaffleet.worker.WorkerUnfitException;
import java.util.Optional;

/// The worker inside this process, and whether it can still work. It owns its connection to the queue.
final class LocalSlots implements AutoCloseable {
    private final Worker worker;
    private final WorkerQueue queue;
    private volatile Optional<String> trouble = Optional.empty();

    private LocalSlots(Worker worker, WorkerQueue queue) {
        this.worker = worker;
        this.queue = queue;
    }

    /// Starts the engines; returns when the first of them can work.
    ///
    /// @throws WorkerUnfitException if none can
    static LocalSlots start(SlotOptions options, WorkerQueue queue) throws InterruptedException {
        LocalSlots slots = new LocalSlots(new Worker(options.workerOptions(), queue), queue);
        boolean started = false;
        try {
            slots.worker.start();
            started = true;
        } finally {
            if (!started) {
                slots.close();
            }
        }
        Thread.ofVirtual().name("local-slots").start(slots::watch);
        return slots;
    }

    private void watch() {
        try {
            worker.awaitClosed();
        } catch (WorkerUnfitException e) {
            trouble = Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Why they cannot work any more.
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        worker.close();
        queue.close();
    }
}
