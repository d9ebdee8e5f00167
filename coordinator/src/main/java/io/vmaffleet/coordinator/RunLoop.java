package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.dispatch.Dispatcher;
import io.vmaffleet.coordinator.dispatch.Duty;
import io.vmaffleet.coordinator.dispatch.EngineChoice;
import io.vmaffleet.coordinator.dispatch.LeaseExpiry;
import io.vmaffleet.coordinator.dispatch.Outage;
import io.vmaffleet.coordinator.dispatch.QueueAudit;
import io.vmaffleet.coordinator.dispatch.ResultBell;
import io.vmaffleet.coordinator.dispatch.RollCall;
import io.vmaffleet.coordinator.dispatch.TaskBook;
import io.vmaffleet.coordinator.intake.RefusedClip;
import io.vmaffleet.coordinator.intake.ResultIntake;
import io.vmaffleet.coordinator.intake.RunContext;
import io.vmaffleet.coordinator.ledger.CommitListener;
import io.vmaffleet.coordinator.ledger.Committed;
import io.vmaffleet.coordinator.ledger.Ledger;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.status.LoopPulse;
import io.vmaffleet.coordinator.status.RunPhase;
import io.vmaffleet.coordinator.status.StatusJson;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.StreamView;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.ProbeCodec;
import io.vmaffleet.wire.TaskCodec;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// One run while it extracts: a single thread that reads results, has clips judged, keeps the backlog filled, renews
/// its hold, ends leases and audits the queue.
///
/// Other threads only put events into its inbox (the ledger's answers, the bell of the results stream, a drain) and
/// wishes on the operator's desk. Redis may be away at any time: then the loop waits with growing delay, and its first
/// step after is an audit, since anything may have vanished meanwhile.
final class RunLoop implements CommitListener {
    /// How old the counts may be that other hosts see through Redis.
    private static final Duration PUBLISH_EVERY = Duration.ofSeconds(2);

    /// A third of the hold's life.
    private static final Duration RENEW_EVERY = Duration.ofSeconds(10);

    private static final Duration HOLD_TTL = Duration.ofSeconds(30);
    private static final Duration LOOK_AT_LEASES_EVERY = Duration.ofSeconds(1);
    private static final Duration AUDIT_EVERY = Duration.ofSeconds(10);

    /// How often a run whose tasks every worker gives back tries one.
    private static final Duration PROBE_EVERY = Duration.ofSeconds(10);

    /// The longest the loop rests when no event comes.
    private static final Duration REST = Duration.ofMillis(200);

    /// How long no worker may be there before the run says so: a heartbeat's life, which a wiped server ends early.
    private static final Duration NOBODY_BOUND = Duration.ofSeconds(30);

    /// How long a drain waits for what workers hold; `resume` extracts the rest.
    private static final Duration DRAIN_BOUND = Duration.ofSeconds(60);

    private final RunContext run;
    private final Fleet fleet;
    private final CoordinatorQueue queue;
    private final Plan plan;
    private final TaskBook book;
    private final ResultIntake intake;
    private final Dispatcher dispatcher;
    private final RollCall roll;
    private final RunBoard board;
    private final OperatorDesk desk;
    private final LoopPulse pulse;
    private final Map<String, String> facts;
    private final LongSupplier nanoClock;
    private final LeaseExpiry expiry = new LeaseExpiry();
    private final Outage outage;
    private final BlockingDeque<Event> inbox = new LinkedBlockingDeque<>();
    private final Duty renewal;
    private final Duty publishing;
    private final Duty leases;
    private final Duty audit;
    private final Duty probe;
    private final OperatorOrders orders;

    /// Why nothing is sent, each cause in a sentence.
    private final Map<Pause, String> pauses = new EnumMap<>(Pause.class);

    private Set<Integer> heldClips = Set.of();
    private Optional<IOException> broken = Optional.empty();
    private long lastFitNanos;
    private boolean draining;
    private boolean takenBack;
    private long drainingSinceNanos;

    /// What other threads tell the loop.
    private sealed interface Event {
        record ResultsWait() implements Event {}

        record Commits(List<Committed> batch) implements Event {}

        record Broken(IOException cause) implements Event {}

        record Drain() implements Event {}
    }

    /// Why nothing is sent.
    private enum Pause {
        NO_FIT_WORKER,
        EVERY_WORKER_REFUSES,
        OPERATOR
    }

    /// How a loop ended.
    sealed interface End {
        /// Nothing more is to come of any clip.
        record Settled() implements End {}

        /// It was told to stop; what is left is for `resume`.
        record Drained() implements End {}

        /// An operator has cancelled it.
        record Cancelled() implements End {}

        /// The recipe's assumptions do not hold.
        record Refuted(String detail) implements End {}

        /// The ledger cannot be written any more.
        record Broken(IOException cause) implements End {}

        /// Another coordinator holds the run.
        record HoldLost(String holder) implements End {}

        /// Local mode has no slot that can work.
        record NoWorker(String why) implements End {}
    }

    RunLoop(
            RunContext run,
            Fleet fleet,
            Ledger ledger,
            Plan plan,
            TaskBook book,
            RollCall roll,
            RunBoard board,
            OperatorDesk desk,
            OperatorOrders orders,
            LoopPulse pulse,
            Clock clock,
            LongSupplier nanoClock,
            Random random) {
        this.run = run;
        this.fleet = fleet;
        this.queue = fleet.queue();
        this.plan = plan;
        this.book = book;
        this.intake = new ResultIntake(
                queue, run, ledger, plan, book, clock, board, () -> roll.fitHostsLately(run.engine(), run.id()));
        this.dispatcher = new Dispatcher(queue, run.engine(), book, this::task);
        this.roll = roll;
        this.board = board;
        this.desk = desk;
        this.orders = orders;
        this.pulse = pulse;
        this.facts = facts(plan);
        this.nanoClock = nanoClock;
        this.outage = new Outage(random);
        this.renewal = new Duty(RENEW_EVERY, nanoClock);
        this.publishing = new Duty(PUBLISH_EVERY, nanoClock);
        this.leases = new Duty(LOOK_AT_LEASES_EVERY, nanoClock);
        this.audit = new Duty(AUDIT_EVERY, nanoClock);
        this.probe = new Duty(PROBE_EVERY, nanoClock);
        this.lastFitNanos = nanoClock.getAsLong();
    }

    /// What workers may know of the run beside its state.
    private static Map<String, String> facts(Plan plan) {
        return Map.of(
                "host",
                HostName.get(),
                "clips",
                Integer.toString(plan.size()),
                ProbeCodec.FACT,
                ProbeCodec.encode(new ProbeCodec.Probes(plan.corpus().folder().toString(), plan.probes())));
    }

    private TaskMessage task(int clip, boolean alone, long nowNanos) {
        ClipTask task = plan.task(
                clip, run.id(), run.recipe(), intake.nextAttempt(clip), alone, intake.avoidedHost(clip, nowNanos));
        return TaskCodec.encode(task.withFrames(run.frames()));
    }

    /// Turns until the run has its end.
    End run() throws InterruptedException {
        try (ResultBell bell = new ResultBell(queue, run.id(), () -> inbox.add(new Event.ResultsWait()))) {
            Optional<End> end = Optional.empty();
            while (end.isEmpty()) {
                Event first = inbox.poll(REST.toMillis(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    inbox.addFirst(first);
                }
                end = turn();
                bell.listenBehind(intake.cursor());
            }
            return end.get();
        }
    }

    /// Starts the run's end: nothing new is sent, what arrives is kept.
    void drain() {
        inbox.add(new Event.Drain());
    }

    @Override
    public void committed(List<Committed> batch) {
        inbox.add(new Event.Commits(batch));
    }

    @Override
    public void broken(IOException cause) {
        inbox.add(new Event.Broken(cause));
    }

    /// One turn: what was heard, then what is due. At the run's end what is left of it is taken out of the queue.
    ///
    /// @return how the run ended, if it has
    Optional<End> turn() {
        List<Event> events = new ArrayList<>();
        inbox.drainTo(events);
        Optional<End> end = turn(events);
        end.ifPresent(this::leaveQueue);
        return end;
    }

    private Optional<End> turn(List<Event> events) {
        long now = nanoClock.getAsLong();
        for (Event event : events) {
            switch (event) {
                case Event.ResultsWait ignored -> {}
                case Event.Commits commits -> intake.committed(commits.batch(), now);
                case Event.Broken stop -> broken = Optional.of(stop.cause());
                case Event.Drain ignored -> beginDrain(now);
            }
        }
        desk.serve(this::answer);
        if (broken.isPresent()) {
            return Optional.of(new End.Broken(broken.get()));
        }
        if (orders.isCancelled()) {
            show();
            return Optional.of(new End.Cancelled());
        }
        if (outage.mayTry(now)) {
            try {
                Optional<End> end = workWithQueue(now);
                if (end.isPresent()) {
                    return end;
                }
                recovered(now);
                pulse.turned();
            } catch (QueueUnavailableException e) {
                lostQueue(e, now);
            }
        }
        show();
        return end(now);
    }

    /// An order that was taken down is shown also while Redis is away and nothing can be done about it.
    private void show() {
        Map<Pause, String> shown = new EnumMap<>(Pause.class);
        shown.putAll(pauses);
        shown.remove(Pause.OPERATOR);
        orders.whyPaused().ifPresent(why -> shown.put(Pause.OPERATOR, why));
        board.paused(shown.values());
        board.show(book, heldClips, roll.present());
    }

    /// Takes an order down; the turn's work heeds it.
    private CompletableFuture<String> answer(OperatorDesk.Wish wish) throws IOException {
        return switch (wish) {
            case OperatorDesk.Wish.Pause _ ->
                said(orders.pause("the run pauses: nothing more is sent, and clips in work are measured to their end"));
            case OperatorDesk.Wish.Unpause _ -> said(orders.unpause("the run goes on" + oncePossible()));
            case OperatorDesk.Wish.Cancel _ -> said(orders.cancel());
            case OperatorDesk.Wish.Retry(var choice) ->
                intake.requestRetry(choice)
                        .thenApply(count -> count == 0
                                ? "no clip is put back: none has failed"
                                : count + (count == 1 ? " clip is" : " clips are") + " tried again");
        };
    }

    private String oncePossible() {
        if (pauses.containsKey(Pause.NO_FIT_WORKER)) {
            return " as soon as a worker is fit for it";
        }
        return pauses.containsKey(Pause.EVERY_WORKER_REFUSES) ? " as soon as a worker measures one of its clips" : "";
    }

    private static CompletableFuture<String> said(String sentence) {
        return CompletableFuture.completedFuture(sentence);
    }

    private void heedOrders(long now) {
        orders.whyPaused().ifPresentOrElse(why -> pause(Pause.OPERATOR, why, now), () -> goOn(Pause.OPERATOR));
    }

    private Optional<End> workWithQueue(long now) {
        if (renewal.isDue() || outage.isOut()) {
            if (!hold(now)) {
                return Optional.of(new End.HoldLost(queue.holder(run.id()).orElse("another coordinator")));
            }
            renewal.done();
            publish();
        } else if (publishing.isDue()) {
            publish();
        }
        // before any result: a failure is judged by who lives
        roll.runOnce();
        if (audit.isDue() || outage.isOut()) {
            auditOnce(now);
            audit.done();
        } else {
            intake.runOnce(now);
        }
        intake.flush();
        if (draining && !takenBack) {
            takeBackWhatNobodyHolds(now);
            takenBack = true;
            lookAtLeases(now);
        }
        if (leases.isDue()) {
            lookAtLeases(now);
            leases.done();
        }
        if (takenBack && heldClips.isEmpty()) {
            // what was handed over since the results were read
            intake.runOnce(now);
        }
        heedOrders(now);
        if (draining) {
            return Optional.empty();
        }
        List<Heartbeat> fit = roll.fit(run.engine(), run.id());
        Optional<End> standstill = lookForFitWorkers(fit, now).or(() -> lookForRefusals(fit, now));
        if (standstill.isEmpty()) {
            send(fit, now);
        }
        return standstill;
    }

    private void send(List<Heartbeat> fit, long now) {
        if (pauses.isEmpty()) {
            int slots = fit.stream().mapToInt(worker -> worker.slots().size()).sum();
            dispatcher.runOnce(slots, fit.size(), now);
        } else if (mayProbe() && probe.isDue()) {
            dispatcher.sendOne(now);
            probe.done();
        }
    }

    /// Whether workers are to take what is sent, though it may be one clip only.
    private boolean mayProbe() {
        return pauses.isEmpty() || pauses.keySet().equals(Set.of(Pause.EVERY_WORKER_REFUSES));
    }

    /// A server without memory refuses to renew, and then what lies there is read and removed all the same: nothing
    /// else of this run's gives memory back.
    private boolean hold(long now) {
        try {
            return queue.hold(run.id(), run.holder(), HOLD_TTL);
        } catch (QueueUnavailableException e) {
            if (e.isRefusal() && queue.holder(run.id()).equals(Optional.of(run.holder()))) {
                intake.runOnce(now);
                intake.flush();
            }
            throw e;
        }
    }

    private void publish() {
        Map<String, String> published = new TreeMap<>(facts);
        published.put("status", Json.write(StatusJson.brief(board.get())));
        queue.publish(run.id(), mayProbe() ? RunState.RUNNING : RunState.PAUSED, published);
        publishing.done();
    }

    /// A run that no living worker is fit for pauses itself: its tasks would go round in circles, or lie about.
    private Optional<End> lookForFitWorkers(List<Heartbeat> fit, long now) {
        if (!fit.isEmpty()) {
            lastFitNanos = now;
            if (pauses.containsKey(Pause.NO_FIT_WORKER)) {
                intake.beginAnew();
                goOn(Pause.NO_FIT_WORKER);
            }
            return Optional.empty();
        }
        Map<String, String> unfit = roll.unfit(run.engine(), run.id());
        if (!unfit.isEmpty()) {
            String why = "no worker is fit for this run: "
                    + unfit.entrySet().stream()
                            .map(host -> "host " + host.getKey() + " (" + host.getValue() + ")")
                            .collect(Collectors.joining(", "));
            if (fleet.isLocal()) {
                return Optional.of(new End.NoWorker(why));
            }
            pause(Pause.NO_FIT_WORKER, why + "; it pauses and goes on when one is fit", now);
        } else if (!fleet.isLocal() && now - lastFitNanos >= NOBODY_BOUND.toNanos()) {
            pause(Pause.NO_FIT_WORKER, nobody() + "; the run pauses and goes on when one comes", now);
        }
        return Optional.empty();
    }

    /// Who is there instead of a worker for this run.
    private String nobody() {
        List<Heartbeat> others = roll.heartbeats().stream()
                .filter(worker -> !worker.engine().equals(run.engine().value()))
                .toList();
        return others.isEmpty()
                ? "no worker is there" + (roll.heartbeats().isEmpty() ? "" : " that is not about to stop")
                : "no worker offers this run's engine " + run.engine() + " (different libraries round differently): "
                        + others.stream().map(EngineChoice::describe).collect(Collectors.joining(", "));
    }

    /// A run whose tasks every worker gives back pauses itself too, but for one of them now and then: it goes on when
    /// one comes to something else.
    private Optional<End> lookForRefusals(List<Heartbeat> fit, long now) {
        if (fit.isEmpty()) {
            return Optional.empty(); // whoever comes next will show
        }
        Optional<RefusedClip> refused =
                intake.refusedBy(fit.stream().map(Heartbeat::worker).collect(Collectors.toSet()));
        if (refused.isEmpty()) {
            goOn(Pause.EVERY_WORKER_REFUSES);
            return Optional.empty();
        }
        if (!heldClips.isEmpty()) {
            return Optional.empty(); // who measures others now will say more
        }
        String why = "every worker gives back what it takes, "
                + plan.name(refused.get().clip()) + " for one: " + refused.get().why();
        if (fleet.isLocal()) {
            return Optional.of(new End.NoWorker(why));
        }
        pause(
                Pause.EVERY_WORKER_REFUSES,
                why + "; the run pauses, tries one clip each " + PROBE_EVERY.toSeconds()
                        + " s and goes on when a worker measures one",
                now);
        return Optional.empty();
    }

    /// Nothing more is sent, and what nobody holds is taken back; what workers hold they measure to its end.
    private void pause(Pause cause, String why, long now) {
        boolean isNew = !pauses.containsKey(cause);
        if (isNew) {
            takeBackWhatNobodyHolds(now);
        }
        pauses.put(cause, why);
        if (isNew) {
            board.notice(why);
            publish();
        }
    }

    private void goOn(Pause cause) {
        if (pauses.remove(cause) != null && pauses.isEmpty()) {
            board.notice("the run goes on");
            publish();
        }
    }

    /// The book is copied before the stream is looked at and results are read to their end after it, so whatever all
    /// three lack was lost by the server.
    private void auditOnce(long now) {
        Map<String, Integer> entries = book.entries();
        StreamView stream = queue.look(run.engine(), run.id());
        intake.rewind();
        if (!intake.runOnce(now)) {
            // what seems lost may have its result further back
            return;
        }
        QueueAudit found = QueueAudit.of(entries, stream);
        int lost = 0;
        for (String entry : found.missing()) {
            lost += sendAgain(entry, now);
        }
        for (String entry : found.orphans()) {
            if (queue.removeOrphan(run.engine(), entry)) {
                lost += sendAgain(entry, now);
            }
        }
        List<String> unwanted = new ArrayList<>();
        found.strangers().forEach((entry, clip) -> {
            OptionalInt index = ClipName.isUsable(clip) ? plan.indexOf(new ClipName(clip)) : OptionalInt.empty();
            if (index.isPresent() && isWanted(index.getAsInt())) {
                book.sent(index.getAsInt(), entry, now);
            } else {
                unwanted.add(entry);
            }
        });
        if (!unwanted.isEmpty()) {
            queue.drop(run.engine(), unwanted);
        }
        if (lost > 0) {
            board.notice(lost + " tasks had vanished from Redis and were sent again");
        }
    }

    private boolean isWanted(int clip) {
        return !draining && !book.state(clip).isSettled() && !book.hasEntries(clip);
    }

    private int sendAgain(String entry, long now) {
        OptionalInt clip = book.gone(entry);
        if (clip.isEmpty()) {
            return 0;
        }
        book.retry(clip.getAsInt(), now);
        return 1;
    }

    private void lookAtLeases(long now) {
        List<PendingTask> ours = queue.pending(run.engine()).stream()
                .filter(held -> book.clipOf(held.entry()).isPresent())
                .toList();
        Set<Integer> held = new HashSet<>();
        for (PendingTask lease : ours) {
            book.clipOf(lease.entry()).ifPresent(held::add);
        }
        for (PendingTask lease : expiry.overdue(ours, now)) {
            if (queue.expire(run.engine(), lease)) {
                OptionalInt clip = book.clipOf(lease.entry());
                if (clip.isPresent()) {
                    held.remove(clip.getAsInt());
                    intake.leaseRanOut(clip.getAsInt(), lease, now);
                }
            }
        }
        heldClips = held;
    }

    /// A drain waits for what is held alone: else workers would go on taking what was sent before. A task that is
    /// taken in this moment vanishes for its worker, which finishes it; its row is welcome if it still comes.
    private void takeBackWhatNobodyHolds(long now) {
        Set<String> held = new HashSet<>();
        queue.pending(run.engine()).forEach(lease -> held.add(lease.entry()));
        List<String> waiting = book.entries().keySet().stream()
                .filter(entry -> !held.contains(entry))
                .toList();
        queue.drop(run.engine(), waiting);
        for (String entry : waiting) {
            book.gone(entry).ifPresent(clip -> takeBack(clip, now));
        }
    }

    private void takeBack(int clip, long now) {
        if (intake.nextAttempt(clip) == 1) {
            book.unsent(clip, now);
        } else {
            book.retry(clip, now);
        }
    }

    private void lostQueue(QueueUnavailableException cause, long now) {
        expiry.reset();
        // who is there is not known meanwhile
        lastFitNanos = now;
        if (outage.begin(now)) {
            board.notice("Redis does not answer: " + cause.getMessage() + "; the run waits and tries again");
        }
    }

    private void recovered(long now) {
        if (outage.isOut()) {
            board.notice("Redis answers again after " + outage.end(now).toSeconds() + " s");
        }
    }

    private void beginDrain(long now) {
        if (!draining) {
            draining = true;
            board.enter(RunPhase.DRAINING);
            drainingSinceNanos = now;
        }
    }

    private Optional<End> end(long now) {
        if (intake.refutation().isPresent()) {
            return Optional.of(new End.Refuted(intake.refutation().get()));
        }
        if (!intake.isIdle()) {
            return Optional.empty();
        }
        if (book.allSettled()) {
            return Optional.of(new End.Settled());
        }
        if (draining && ((takenBack && heldClips.isEmpty()) || now - drainingSinceNanos >= DRAIN_BOUND.toNanos())) {
            return Optional.of(new End.Drained());
        }
        return fleet.trouble().map(End.NoWorker::new);
    }

    /// Whatever is left of the run goes out of the queue; where that fails, the keys expire by themselves.
    private void leaveQueue(End end) {
        if (end instanceof End.HoldLost) {
            return;
        }
        try {
            queue.drop(run.engine(), book.entries().keySet());
            if (end instanceof End.Settled || end instanceof End.Drained || end instanceof End.Cancelled) {
                queue.end(run.id());
            }
            queue.release(run.id(), run.holder());
        } catch (QueueUnavailableException e) {
            board.notice("the run's keys stay in Redis until they expire: " + e.getMessage());
        }
    }
}
