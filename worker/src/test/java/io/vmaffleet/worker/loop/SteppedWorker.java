package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.worker.engine.EngineLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// A worker moved by hand: it decides about tasks, turns, leases and results as production does ([Acceptance],
/// [Turns], [LeaseKeeper], [HandoverRule]) and measures nothing. It has no thread and waits for nothing; each step
/// asks the queue what production's thread of that name would ask.
public final class SteppedWorker {
    private final WorkerQueue queue;
    private final WorkerFace face;
    private final int slots;
    private final Function<ClipTask, ClipResult> measuring;
    private final LongSupplier nanoClock;
    private final HandoverRule rule = new HandoverRule(LoopLimits.DEFAULT);
    private final LeaseKeeper leases;
    private final Turns turns = new Turns();
    private final List<Attempt> running = new ArrayList<>();
    private final List<Offer> offers = new ArrayList<>();
    private final Supplier<Optional<String>> examination;
    private Optional<String> unfit = Optional.empty();
    private boolean mayHoldUnknown;

    /// A result on its way to the queue.
    private record Offer(String entry, ResultMessage message, Attempt attempt, long sinceNanos) {}

    /// @param measuring what the engine makes of a task; called once an attempt
    /// @param examination why the host is not fit for the run, if it is not
    public SteppedWorker(
            WorkerQueue queue,
            String host,
            WorkerId id,
            EngineFingerprint engine,
            int slots,
            Function<ClipTask, ClipResult> measuring,
            Supplier<Optional<String>> examination,
            LongSupplier nanoClock) {
        this.queue = queue;
        this.face = new WorkerFace(host, id, engine);
        this.slots = slots;
        this.measuring = measuring;
        this.examination = examination;
        this.nanoClock = nanoClock;
        // the attempts themselves go by the real clock, in which no time passes here
        this.leases =
                new LeaseKeeper(queue, EngineLimits.DEFAULT, LoopLimits.DEFAULT, new QueueContact(), System::nanoTime);
    }

    public WorkerId id() {
        return face.worker();
    }

    /// Looks again whether its host is fit.
    public void lookAgain() {
        unfit = unfit.isPresent() ? examination.get() : unfit;
    }

    /// Whether it has nothing in hand.
    public boolean isIdle() {
        return leases.attempts().isEmpty() && offers.isEmpty();
    }

    public void announce(RunId run) {
        Heartbeat heartbeat = new Heartbeat(
                face.worker().value(),
                face.host(),
                1,
                "stepped",
                face.engine().value(),
                Map.of(),
                List.of(),
                Collections.nCopies(slots, new Heartbeat.Slot(0, "idle", "", "", 0, 0, 0)),
                0,
                0,
                false,
                unfit.map(why -> Map.of(run.value(), why)).orElse(Map.of()));
        ask(() -> queue.announce(face.worker(), heartbeat.encode(), LoopLimits.DEFAULT.heartbeatTtl()));
    }

    /// Takes what there are free slots for, or what a lost answer may have left with it.
    public void take() {
        int free = turns.capacity(slots - running.size());
        if (free <= 0) {
            return;
        }
        try {
            List<Delivery> deliveries = mayHoldUnknown
                    ? queue.held(face.engine(), face.worker())
                    : queue.take(face.engine(), face.worker(), free, Duration.ZERO);
            mayHoldUnknown = false;
            for (Delivery delivery : deliveries) {
                if (!leases.holds(delivery.entry())) {
                    accept(delivery, turns.capacity(slots - running.size()) > 0);
                }
            }
        } catch (QueueUnavailableException e) {
            mayHoldUnknown = true;
        }
    }

    private void accept(Delivery delivery, boolean hasRoom) {
        switch (Acceptance.of(delivery.message(), face.host(), queue::state, _ -> unfit)) {
            case Acceptance.Begin _ when !hasRoom -> handBack(delivery, "this worker has no free slot for it");
            case Acceptance.Begin(var task) -> {
                Attempt attempt = new Attempt(delivery, task);
                if (leases.hold(attempt)) {
                    turns.give(attempt);
                }
            }
            case Acceptance.Drop _, Acceptance.Nonsense _ -> queue.drop(face.engine(), List.of(delivery.entry()));
            case Acceptance.HandBack(var why) -> handBack(delivery, why);
        }
    }

    private void handBack(Delivery delivery, String why) {
        AttemptReport report = ResultPublisher.handedBack(
                face,
                new RunId(delivery.message().run()),
                new ClipName(delivery.message().clip()),
                delivery.entry(),
                why);
        if (queue.finish(face.engine(), face.worker(), delivery.entry(), ResultCodec.encode(report))
                == WorkerQueue.Finish.NO_RUN) {
            queue.drop(face.engine(), List.of(delivery.entry()));
        }
    }

    /// Begins what has its turn.
    public void begin() {
        Optional<Attempt> next = turns.next();
        while (next.isPresent()) {
            running.add(next.get());
            next = turns.next();
        }
    }

    /// Ends the measuring of one clip; its result is offered from then on.
    public void measure() {
        IntStream.range(0, running.size())
                .filter(i -> offers.stream().noneMatch(offer -> offer.attempt().equals(running.get(i))))
                .mapToObj(running::get)
                .findFirst()
                .ifPresent(attempt -> {
                    ClipResult result = attempt.ended()
                            .map(why -> (ClipResult) new ClipResult.HandedBack(why))
                            .orElseGet(() -> judged(measuring.apply(attempt.task())));
                    AttemptReport report = new AttemptReport(
                            attempt.task().run(),
                            attempt.task().clip(),
                            attempt.entry(),
                            attempt.task().recipe().digest(),
                            attempt.task().sizeBytes(),
                            result,
                            provenance());
                    offers.add(new Offer(attempt.entry(), ResultCodec.encode(report), attempt, nanoClock.getAsLong()));
                });
    }

    /// A failure that is this host's own is none of the clip's.
    private ClipResult judged(ClipResult result) {
        if (!(result instanceof ClipResult.Failed failed) || !failed.reason().mayBeTheHosts()) {
            return result;
        }
        unfit = examination.get();
        return unfit.map(why -> (ClipResult) new ClipResult.HandedBack("host " + face.host() + " is not fit: " + why))
                .orElse(result);
    }

    /// Offers every result once.
    public void offer() {
        for (Offer offer : List.copyOf(offers)) {
            Duration spent = Duration.ofNanos(nanoClock.getAsLong() - offer.sinceNanos());
            HandoverRule.Next next;
            try {
                next = rule.after(
                        queue.finish(face.engine(), face.worker(), offer.entry(), offer.message()), spent, false);
            } catch (QueueUnavailableException e) {
                next = rule.afterSilence(spent, false);
            }
            if (next == HandoverRule.Next.DROP) {
                ask(() -> queue.drop(face.engine(), List.of(offer.entry())));
            }
            if (next != HandoverRule.Next.OFFER_AGAIN) {
                offers.remove(offer);
                running.remove(offer.attempt());
                leases.release(offer.attempt());
                turns.done();
            }
        }
    }

    /// Renews every lease once.
    public void renew() {
        leases.runOnce(face);
    }

    @Override
    public String toString() {
        return face.worker() + ": leases " + leases.attempts() + ", running " + running + ", offers " + offers;
    }

    private Provenance provenance() {
        return new Provenance(face.host(), face.worker(), face.engine(), 10, 0.5, false, Optional.empty());
    }

    private static void ask(Runnable question) {
        try {
            question.run();
        } catch (QueueUnavailableException e) {
            // the next one comes soon
        }
    }
}
