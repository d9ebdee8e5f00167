package io.vmaffleet.coordinator.dispatch;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.task.RunId;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Rings when a result waits, so that the run loop need not poll: a thread of its own blocks on the results stream. It
/// reads nothing for good; the loop reads, and then lets it listen again.
public final class ResultBell implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(2);

    /// Between two tries while the server is away; the loop tells about that.
    private static final Duration AWAY = Duration.ofMillis(500);

    private final CoordinatorQueue queue;
    private final RunId run;
    private final Runnable ring;
    private final Semaphore mayListen = new Semaphore(1);
    private final Thread thread;
    private volatile String cursor = "0-0";

    public ResultBell(CoordinatorQueue queue, RunId run, Runnable ring) {
        this.queue = queue;
        this.run = run;
        this.ring = ring;
        this.thread = Thread.ofVirtual().name("result-bell").start(this::listen);
    }

    /// Everything up to `entry` was read: ring for what comes behind it.
    public void listenBehind(String entry) {
        cursor = entry;
        if (mayListen.availablePermits() == 0) {
            mayListen.release();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void listen() {
        try {
            while (true) {
                mayListen.acquire();
                while (!resultWaits()) {
                    mayListen.tryAcquire();
                }
                ring.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean resultWaits() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return !queue.awaitResults(run, cursor, 1, WAIT).isEmpty();
        } catch (QueueUnavailableException e) {
            TimeUnit.NANOSECONDS.sleep(AWAY.toNanos());
            return false;
        }
    }
}
