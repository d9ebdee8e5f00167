package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.dispatch.RollCall;
import io.vmaffleet.coordinator.dispatch.TaskBook;
import io.vmaffleet.coordinator.intake.RunContext;
import io.vmaffleet.coordinator.ledger.InMemoryLedger;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.plausibility.PlausibilityWatch;
import io.vmaffleet.coordinator.status.ClipCounts;
import io.vmaffleet.coordinator.status.LoopPulse;
import io.vmaffleet.coordinator.status.RunDescription;
import io.vmaffleet.coordinator.status.RunPhase;
import io.vmaffleet.coordinator.status.RunSnapshot;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.task.EngineFingerprint;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One life of a coordinator at work, turned by hand: the run loop of production with its book, intake, dispatcher and
/// audit, on any queue and a ledger whose forces are cranked. It has no thread and waits for nothing.
public final class SteppedRun {
    private final InMemoryLedger ledger;
    private final RunLoop loop;
    private final RunBoard board;
    private final OperatorDesk desk = new OperatorDesk();

    /// How a life ended by itself.
    public enum Ended {
        SETTLED,
        CANCELLED,
        HOLD_LOST,
        OTHERWISE
    }

    /// @param holder who this life is in the queue; each has another name
    /// @param said hears what people would be told
    public SteppedRun(
            CoordinatorQueue queue,
            InMemoryLedger ledger,
            Plan plan,
            EngineFingerprint engine,
            String holder,
            Clock clock,
            LongSupplier nanoClock,
            Random random,
            Consumer<String> said)
            throws IOException {
        this.ledger = ledger;
        RunContext run = new RunContext(
                ledger.manifest().run(),
                ledger.manifest().recipe(),
                engine,
                ledger.manifest().frames().isPresent(),
                holder);
        TaskBook book = Coordinator.bookOf(plan, ledger, nanoClock.getAsLong());
        RunDescription description = new RunDescription(
                run.id(), "X.parquet", "default", Optional.of(engine), Map.of(), "", clock.instant(), "stepped");
        this.board = new RunBoard(
                description, plan, book, 0, new PlausibilityWatch(plan, run.recipe()), said, clock, nanoClock);
        this.loop = new RunLoop(
                run,
                new QueueFleet(queue, "redis", false, () -> {}),
                ledger,
                plan,
                book,
                new RollCall(queue, nanoClock),
                board,
                desk,
                new OperatorOrders(ledger, board),
                new LoopPulse(Duration.ofMinutes(1), nanoClock),
                clock,
                nanoClock,
                random);
        board.enter(RunPhase.RUNNING);
    }

    /// One turn of the loop.
    ///
    /// @return how it ended, if it did
    public Optional<Ended> turn() {
        return loop.turn().map(end -> switch (end) {
            case RunLoop.End.Settled _ -> Ended.SETTLED;
            case RunLoop.End.Cancelled _ -> Ended.CANCELLED;
            case RunLoop.End.HoldLost _ -> Ended.HOLD_LOST;
            case RunLoop.End.Drained _, RunLoop.End.Refuted _, RunLoop.End.Broken _, RunLoop.End.NoWorker _ ->
                Ended.OTHERWISE;
        });
    }

    /// Forces up to `most` of what this life gave the ledger; the next turn hears of it.
    public void force(int most) {
        ledger.commit(most, loop);
    }

    public CompletableFuture<String> pause() {
        return desk.pause();
    }

    public void cancel() {
        var _ = desk.cancel();
    }

    public void drain() {
        loop.drain();
    }

    public void goOn() {
        var _ = desk.unpause();
    }

    /// Everything that was given up is tried again.
    public void retryAll() {
        var _ = desk.retry(Set.of(), Set.of());
    }

    /// These clips are tried again.
    public CompletableFuture<String> retry(String... clips) {
        return desk.retry(Set.of(), Set.of(clips));
    }

    /// What people are shown.
    public RunSnapshot shown() {
        return board.get();
    }

    public ClipCounts counts() {
        return board.get().counts();
    }
}
