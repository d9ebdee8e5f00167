package io.vmaffleet.worker.loop;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.worker.engine.EngineReady;
import io.vmaffleet.worker.engine.EngineStartException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What this worker has joined the fleet as: the fingerprint of its first ready engine. An engine that cannot start
/// before there is one, or one that differs from it later, ends the membership; so does a host that can start none any
/// more while none is left. Safe for many threads.
public final class Membership {
    private final String host;
    private final WorkerId worker;
    private final CountDownLatch decided = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Duration noneBound;
    private final LongSupplier nanoClock;
    private @Nullable EngineReady first;
    private int engines;
    private @Nullable Long failingSinceNanos;
    private @Nullable String unfit;

    /// @param noneBound how long no engine may be there while starts fail
    public Membership(String host, WorkerId worker, Duration noneBound, LongSupplier nanoClock) {
        this.host = host;
        this.worker = worker;
        this.noneBound = noneBound;
        this.nanoClock = nanoClock;
    }

    /// A slot's engine is ready; it counts until [#part].
    ///
    /// @throws EngineStartException if it differs from the first one; the membership has ended then
    synchronized void join(EngineReady ready) {
        check(ready);
        engines++;
        failingSinceNanos = null;
    }

    /// An engine that had joined is no more.
    synchronized void part() {
        engines--;
        if (engines == 0) {
            // from now on none is there
            failingSinceNanos = null;
        }
    }

    /// An engine is ready and serves no slot.
    ///
    /// @throws EngineStartException as [#join] does
    synchronized void check(EngineReady ready) {
        EngineReady mine = first;
        if (mine == null) {
            first = ready;
            decided.countDown();
        } else if (!mine.fingerprint().equals(ready.fingerprint())) {
            String sentence =
                    "an engine of this worker has the fingerprint " + ready.fingerprint() + " and the first had "
                            + mine.fingerprint() + " (different parts: " + ready.differenceFrom(mine)
                            + "), so it would measure other values; was a library replaced while the worker ran? Start it again";
            end(sentence);
            throw new EngineStartException(sentence);
        }
    }

    /// A slot's engine could not start.
    ///
    /// @return whether that ends the membership: no engine ever could, or none is left and none could for long
    synchronized boolean startFailed(String sentence) {
        long now = nanoClock.getAsLong();
        long since = failingSinceNanos == null ? now : failingSinceNanos;
        failingSinceNanos = since;
        if (first == null) {
            end(sentence);
        } else if (engines == 0 && now - since >= noneBound.toNanos()) {
            end("no engine could be started any more for " + noneBound.toSeconds() + " s: " + sentence);
        }
        return unfit != null;
    }

    /// The worker itself is broken.
    synchronized void broken(String sentence) {
        end(sentence);
    }

    private void end(String sentence) {
        if (unfit == null) {
            unfit = sentence;
        }
        decided.countDown();
        ended.countDown();
    }

    /// Waits for the first engine.
    ///
    /// @throws EngineStartException if it could not start
    public void awaitFirst() throws InterruptedException {
        decided.await();
        Optional<String> why = unfit();
        if (why.isPresent()) {
            throw new EngineStartException(why.get());
        }
    }

    /// Waits until the membership has ended, which may be never.
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /// Why the membership has ended, if it has.
    public synchronized Optional<String> unfit() {
        return Optional.ofNullable(unfit);
    }

    public synchronized Optional<EngineReady> engine() {
        return Optional.ofNullable(first);
    }

    public Optional<EngineFingerprint> fingerprint() {
        return engine().map(EngineReady::fingerprint);
    }

    /// @throws IllegalStateException before there is an engine
    public WorkerFace face() {
        return new WorkerFace(
                host,
                worker,
                fingerprint().orElseThrow(() -> new IllegalStateException("no engine of this worker is ready yet")));
    }
}
