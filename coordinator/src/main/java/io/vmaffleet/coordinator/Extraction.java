package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.dispatch.EngineChoice;
import io.vmaffleet.coordinator.dispatch.RollCall;
import io.vmaffleet.coordinator.dispatch.TaskBook;
import io.vmaffleet.coordinator.intake.RunContext;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.status.LoopPulse;
import io.vmaffleet.coordinator.status.RunPhase;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.Heartbeat;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/// The part of a run that needs workers: binds the run to an engine, then turns the run loop until nothing more is to
/// come of any clip.
final class Extraction {
    /// How long more workers may come before a run binds to the engine that most slots offer.
    private static final Duration BIND_AFTER = Duration.ofSeconds(10);

    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Plan plan;
    private final RunLedger ledger;
    private final TaskBook book;
    private final Fleet fleet;
    private final RunBoard board;
    private final LoopPulse pulse;
    private final DrainSwitch drainSwitch;
    private final OperatorDesk desk;
    private final String holder;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final RollCall roll;
    private final OperatorOrders orders;

    Extraction(
            Plan plan,
            RunLedger ledger,
            TaskBook book,
            Fleet fleet,
            RunBoard board,
            LoopPulse pulse,
            DrainSwitch drainSwitch,
            OperatorDesk desk,
            String holder,
            Clock clock,
            LongSupplier nanoClock) {
        this.plan = plan;
        this.ledger = ledger;
        this.book = book;
        this.fleet = fleet;
        this.board = board;
        this.pulse = pulse;
        this.drainSwitch = drainSwitch;
        this.desk = desk;
        this.holder = holder;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.orders = new OperatorOrders(ledger, board);
        this.roll = new RollCall(fleet.queue(), nanoClock);
    }

    /// Extracts what the book says is left.
    RunLoop.End run() throws IOException, InterruptedException {
        Optional<EngineFingerprint> engine = ledger.manifest().engine();
        if (engine.isEmpty()) {
            engine = awaitEngine();
            if (engine.isEmpty()) {
                return orders.isCancelled() ? new RunLoop.End.Cancelled() : new RunLoop.End.Drained();
            }
            EngineFingerprint bound = engine.get();
            ledger.update(manifest -> manifest.withEngine(bound));
        }
        requireLocalEngine(engine.get());
        if (orders.isCancelled()) {
            return new RunLoop.End.Cancelled();
        }
        if (ledger.manifest().state() == RunManifest.State.CANCELLED) {
            board.notice("the run was cancelled, and goes on now");
        }
        if (ledger.manifest().state() != RunManifest.State.PAUSED) {
            ledger.update(manifest -> manifest.withState(RunManifest.State.RUNNING));
        }
        board.bind(engine.get(), roll.heartbeats(), fleet.redisAddress());
        RunManifest manifest = ledger.manifest();
        RunContext run = new RunContext(
                manifest.run(),
                manifest.recipe(),
                engine.get(),
                manifest.frames().isPresent(),
                holder);
        RunLoop loop = new RunLoop(
                run, fleet, ledger, plan, book, roll, board, desk, orders, pulse, clock, nanoClock, new Random());
        ledger.start(loop);
        board.enter(RunPhase.RUNNING);
        drainSwitch.whenDrained(loop::drain);
        return loop.run();
    }

    /// Waits for a worker, and in shared mode a little longer for more; empty when the run is drained first.
    private Optional<EngineFingerprint> awaitEngine() throws InterruptedException {
        Optional<Long> firstSeen = Optional.empty();
        boolean said = false;
        while (!drainSwitch.isDrained()) {
            pulse.turned();
            desk.serve(this::answerBeforeTheBeginning);
            if (orders.isCancelled()) {
                return Optional.empty();
            }
            long now = nanoClock.getAsLong();
            List<Heartbeat> workers = callRoll();
            board.paused(orders.whyPaused().stream().toList());
            board.show(book, Set.of(), roll.present());
            Optional<EngineFingerprint> choice = EngineChoice.among(workers);
            if (choice.isPresent()) {
                long since = firstSeen.orElse(now);
                firstSeen = Optional.of(since);
                if (fleet.isLocal() || now - since >= BIND_AFTER.toNanos()) {
                    return choice;
                }
            } else if (!said && !fleet.isLocal()) {
                said = true;
                board.notice(
                        "no worker is there yet: start some with 'vmaf-fleet worker --redis " + fleet.redisAddress()
                                + " --queue " + ledger.manifest().queue() + " --root "
                                + plan.corpus().folder() + "'; the run begins when one comes");
            }
            Optional<String> trouble = fleet.trouble();
            if (trouble.isPresent() && fleet.isLocal()) {
                throw new FleetUnavailableException(trouble.get());
            }
            Thread.sleep(LOOK_EVERY);
        }
        return Optional.empty();
    }

    private CompletableFuture<String> answerBeforeTheBeginning(OperatorDesk.Wish wish) throws IOException {
        return CompletableFuture.completedFuture(
                switch (wish) {
                    case OperatorDesk.Wish.Pause _ -> orders.pause("the run, which has no worker yet, begins paused");
                    case OperatorDesk.Wish.Unpause _ -> orders.unpause("the run begins as soon as a worker comes");
                    case OperatorDesk.Wish.Cancel _ -> orders.cancel();
                    case OperatorDesk.Wish.Retry _ ->
                        throw new IllegalStateException("the run waits for its first worker: its failed clips can be"
                                + " put back once it is at work");
                });
    }

    private List<Heartbeat> callRoll() {
        try {
            roll.runOnce();
        } catch (QueueUnavailableException e) {
            return List.of();
        }
        return roll.heartbeats();
    }

    /// In local mode there will be no other engine than this process's own.
    private void requireLocalEngine(EngineFingerprint bound) throws InterruptedException {
        if (!fleet.isLocal()) {
            return;
        }
        Optional<EngineFingerprint> own = awaitEngine();
        if (own.isPresent() && !own.get().equals(bound)) {
            String parts = roll.heartbeats().stream()
                    .map(EngineChoice::describe)
                    .findFirst()
                    .orElse(own.get().value());
            throw new OtherEngineException(bound, parts);
        }
    }
}
