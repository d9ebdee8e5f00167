package io.vmaffleet.worker.loop;

import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.worker.engine.EngineCommand;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.EngineProcess;
import io.vmaffleet.worker.engine.EngineStartException;
import io.vmaffleet.worker.engine.Measurement;
import io.vmaffleet.worker.engine.MemoryBudget;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One clip at a time: owns an engine process, replaces it when it is spent, runs on it what the desk gives out and
/// publishes what comes of it.
///
/// Its own thread is in [#run]; [#cancel] and the views may be called by any.
public final class Slot {
    private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
    private static final Duration STUCK_LOOK = Duration.ofSeconds(1);

    private final int index;
    private final EngineCommand command;
    private final EngineLimits engineLimits;
    private final LoopLimits loopLimits;
    private final Together together;
    private final Backoff startDelay;

    private volatile @Nullable EngineProcess engine;
    private boolean joined;
    private volatile @Nullable Attempt current;
    private volatile @Nullable String cancelled;
    private volatile Rest rest = Rest.STARTING;
    private final AtomicLong clipsDone = new AtomicLong();
    private final AtomicLong framesDone = new AtomicLong();

    /// What the slots of a worker share.
    public record Together(
            Membership membership,
            MemoryBudget memory,
            TaskDesk desk,
            LeaseKeeper leases,
            ResultPublisher publisher,
            SelfExamination examination,
            Closing closing) {}

    /// What a slot without a clip does.
    private enum Rest {
        STARTING,
        IDLE,
        STUCK
    }

    public Slot(int index, EngineCommand command, EngineLimits engineLimits, LoopLimits loopLimits, Together together) {
        this.index = index;
        this.command = command;
        this.engineLimits = engineLimits;
        this.loopLimits = loopLimits;
        this.together = together;
        this.startDelay = new Backoff(loopLimits.firstRetry(), loopLimits.lastRetry(), ThreadLocalRandom.current());
    }

    /// Runs until the desk has nothing more, or the membership or the worker has ended.
    public void run() {
        try {
            boolean useful = makeReady();
            while (useful || cancelled != null) {
                Optional<Attempt> next = together.desk().fetch();
                if (next.isEmpty()) {
                    break;
                }
                attempt(next.get());
                useful = makeReady();
            }
            retire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            cancel("its slot was interrupted");
        } catch (Error e) {
            // no thread or no memory is left for this process: a worker that lost a slot would only look alive
            together.membership().broken("slot " + index + " of this worker is broken (" + e + ")");
            LOG.error("slot {} is broken", index, e);
        }
    }

    /// Ends what the slot does, handing back its clip with this reason, and all that it is still given.
    public void cancel(String why) {
        cancelled = why;
        EngineProcess running = engine;
        if (running != null) {
            running.cancel(why);
        }
    }

    public Heartbeat.Slot view() {
        Attempt attempt = current;
        if (attempt == null) {
            return new Heartbeat.Slot(index, rest.name().toLowerCase(Locale.ROOT), "", "", 0, 0, 0);
        }
        Standing standing = attempt.standing();
        String state = switch (standing.doing()) {
            case STARTING_ENGINE -> "starting";
            case AWAITING_TURN, AWAITING_MEMORY -> "waiting";
            case OPENING, MEASURING, PUBLISHING -> "measuring";
            case EXAMINING -> "examining";
        };
        return new Heartbeat.Slot(
                index,
                state,
                attempt.task().run().value(),
                attempt.task().clip().value(),
                standing.frames(),
                standing.framesExpected(),
                attempt.age().toMillis() / 1000.0);
    }

    /// Attempts it has ended, with a row or a failure.
    public long clipsDone() {
        return clipsDone.get();
    }

    /// Frames measured, those of the clip at hand too.
    public long framesDone() {
        Attempt attempt = current;
        return framesDone.get() + (attempt == null ? 0 : attempt.standing().frames());
    }

    /// The engine's process id; empty when there is none.
    public Optional<Long> enginePid() {
        return Optional.ofNullable(engine).map(EngineProcess::pid);
    }

    public boolean isIdle() {
        return current == null && rest == Rest.IDLE;
    }

    /// Sees to it that there is an engine for the next clip, trying again until there is.
    ///
    /// @return false when no clip can be measured here any more
    private boolean makeReady() throws InterruptedException {
        while (cancelled == null) {
            EngineProcess mine = engine;
            if (mine != null && !mine.isSpent()) {
                rest = Rest.IDLE;
                return true;
            }
            retire();
            rest = Rest.STARTING;
            try {
                start();
                startDelay.reset();
            } catch (EngineStartException e) {
                if (together.membership().startFailed(String.valueOf(e.getMessage())) || cancelled != null) {
                    return false;
                }
                Duration delay = startDelay.delay();
                LOG.warn("slot {} has no engine and tries again in {} ms: {}", index, delay.toMillis(), e.getMessage());
                together.closing().await(delay);
            }
        }
        return false;
    }

    private void start() throws InterruptedException {
        EngineProcess started = EngineProcess.launch("engine-" + index, command, engineLimits);
        engine = started;
        String why = cancelled;
        if (why != null) {
            started.cancel(why);
        }
        together.membership().join(started.awaitReady());
        joined = true;
    }

    /// Waits until the engine is gone. One that a signal cannot end is stuck in the kernel, with its memory: the slot
    /// is of no use until it is.
    private void retire() throws InterruptedException {
        EngineProcess old = engine;
        if (old == null) {
            return;
        }
        if (joined) {
            joined = false;
            together.membership().part();
        }
        if (!old.retire()) {
            rest = Rest.STUCK;
            LOG.error(
                    "engine process {} of slot {} does not end after SIGKILL; its slot waits for it", old.pid(), index);
            while (!old.awaitGone(STUCK_LOOK)) {
                if (cancelled != null) {
                    return;
                }
            }
        }
        engine = null;
    }

    private void attempt(Attempt attempt) throws InterruptedException {
        current = attempt;
        try {
            Measurement measurement = judged(attempt, measure(attempt));
            attempt.frames(Math.max(measurement.frames(), attempt.standing().frames()));
            attempt.goOn(Standing.Doing.PUBLISHING);
            LOG.debug("{}: {}", attempt, measurement.result());
            together.publisher().publish(together.membership().face(), attempt, measurement);
            if (!(measurement.result() instanceof ClipResult.HandedBack)) {
                clipsDone.incrementAndGet();
            }
        } catch (RuntimeException e) {
            // a fault of ours: the lease ends by itself and the clip is done again, elsewhere perhaps
            LOG.error("{} is dropped after a fault of this worker", attempt, e);
        } finally {
            current = null;
            framesDone.addAndGet(attempt.standing().frames());
            together.leases().release(attempt);
            together.desk().done();
        }
    }

    /// A failure that is this host's own is none of the clip's: the task goes back.
    private Measurement judged(Attempt attempt, Measurement measurement) throws InterruptedException {
        if (!(measurement.result() instanceof ClipResult.Failed(var reason, var detail)) || !reason.mayBeTheHosts()) {
            return measurement;
        }
        String over = cancelled;
        if (over != null) {
            return Measurement.handedBack(
                    over + ", and whether this host is to blame cannot be looked into; the clip gave " + reason + ": "
                            + detail);
        }
        attempt.goOn(Standing.Doing.EXAMINING);
        EngineProcess mine = engine;
        boolean sound = reason.blame() == FailureReason.Blame.FILE && mine != null && !mine.isSpent();
        return together.examination()
                .afterFailure(attempt.task(), System.nanoTime(), sound ? Optional.ofNullable(mine) : Optional.empty())
                .map(why -> Measurement.handedBack(
                        "host " + together.membership().face().host() + " is not fit for the run (" + why
                                + "); the clip gave " + reason + ": " + detail))
                .orElse(measurement);
    }

    private Measurement measure(Attempt attempt) throws InterruptedException {
        Optional<String> over = Optional.ofNullable(cancelled).or(attempt::ended);
        if (over.isPresent()) {
            return Measurement.handedBack(over.get());
        }
        if (attempt.age().compareTo(loopLimits.aloneWait()) > 0) {
            return Measurement.handedBack("it waited for its turn for longer than "
                    + loopLimits.aloneWait().toMinutes() + " min");
        }
        attempt.goOn(Standing.Doing.STARTING_ENGINE);
        EngineProcess mine = engine;
        if (mine == null || mine.isSpent()) {
            // it died while it was idle
            try {
                retire();
                start();
                mine = engine;
            } catch (EngineStartException e) {
                together.membership().startFailed(String.valueOf(e.getMessage()));
                return Measurement.handedBack("no engine for it could be started: " + e.getMessage());
            }
        }
        if (mine == null) {
            return Measurement.handedBack("there is no engine for it");
        }
        attempt.goOn(Standing.Doing.OPENING);
        attempt.stoppable(mine::cancel);
        try {
            return mine.measure(attempt.delivery().message(), together.memory(), attempt);
        } finally {
            attempt.notStoppable();
        }
    }
}
