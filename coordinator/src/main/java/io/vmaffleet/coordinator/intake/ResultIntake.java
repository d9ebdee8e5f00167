package io.vmaffleet.coordinator.intake;

import io.vmaffleet.coordinator.dispatch.Avoidance;
import io.vmaffleet.coordinator.dispatch.ClipState;
import io.vmaffleet.coordinator.dispatch.TaskBook;
import io.vmaffleet.coordinator.ledger.AttemptEvent;
import io.vmaffleet.coordinator.ledger.Committed;
import io.vmaffleet.coordinator.ledger.Ledger;
import io.vmaffleet.coordinator.ledger.LedgerWrite;
import io.vmaffleet.coordinator.ledger.RetryChoice;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.verdict.Evidence;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.coordinator.verdict.Verdicts;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.wire.FrameCodec;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// The sole consumer of results: reads them, hands them to the ledger, and removes them from Redis once they are on
/// disk.
///
/// Commit point: a result leaves Redis after the ledger has forced it. If this process dies in between, the result is
/// read again and the ledger finds that it has it. One thread uses it; the ledger's answers come through [#committed]
/// on that thread too.
public final class ResultIntake {
    /// Results that are with the ledger at any time; more are left in Redis until some are on disk.
    private static final int MOST_IN_HAND = 4_096;

    /// The same of their per-frame scores, in characters: besides them one batch of entries and one clip at most.
    private static final long MOST_SCORES_IN_HAND = 32 << 20;

    private static final int BATCH = 512;

    /// Of entries that may have a quarter of a megabyte each.
    private static final int BATCH_WITH_SCORES = 32;

    private final CoordinatorQueue queue;
    private final RunContext run;
    private final Ledger ledger;
    private final Plan plan;
    private final TaskBook book;
    private final Clock clock;
    private final IntakeListener listener;
    private final Supplier<Set<String>> fitHosts;
    private final Avoidance avoidance = new Avoidance();
    private final ResultsInHand results = new ResultsInHand();
    private final ArrivingScores arriving = new ArrivingScores();
    private final Set<String> unwanted = new HashSet<>();
    private final Returns returns = new Returns();

    /// Attempts that are with the ledger and not yet in its history.
    private final List<AttemptEvent> unforced = new ArrayList<>();

    /// What an operator asked for and is not on disk yet, by the last of its writes: they come back in the order of
    /// their submission.
    private final IdentityHashMap<AttemptEvent, Runnable> retriesInHand = new IdentityHashMap<>();

    private Optional<String> refutation = Optional.empty();
    private int writesInHand;
    private long scoresInHand;
    private String cursor = "0-0";

    /// @param fitHosts where workers live that are fit for the run, or did a moment ago: who is silent is not yet gone
    public ResultIntake(
            CoordinatorQueue queue,
            RunContext run,
            Ledger ledger,
            Plan plan,
            TaskBook book,
            Clock clock,
            IntakeListener listener,
            Supplier<Set<String>> fitHosts) {
        this.queue = queue;
        this.run = run;
        this.ledger = ledger;
        this.plan = plan;
        this.book = book;
        this.clock = clock;
        this.listener = listener;
        this.fitHosts = fitHosts;
    }

    /// Reads what there is, as far as the ledger may be given more.
    ///
    /// @return whether that was all
    public boolean runOnce(long nowNanos) {
        int batch = run.frames() ? BATCH_WITH_SCORES : BATCH;
        while (results.underWay() < MOST_IN_HAND && scoresInHand < MOST_SCORES_IN_HAND) {
            List<ResultEntry> read = queue.readResults(run.id(), cursor, batch);
            for (ResultEntry entry : read) {
                if (!arriving.take(entry)) {
                    take(entry, arriving.before(entry), nowNanos);
                }
                cursor = entry.entry();
            }
            if (read.size() < batch) {
                return true;
            }
        }
        return false;
    }

    /// Reads from the beginning the next time: ids may have started anew after an outage. What is in hand or waits to
    /// be removed is known.
    public void rewind() {
        cursor = "0-0";
        arriving.rewind();
    }

    /// The id behind which nothing was read yet.
    public String cursor() {
        return cursor;
    }

    /// Whether nothing is under way between Redis and the disk.
    public boolean isIdle() {
        return writesInHand == 0;
    }

    /// Why the run must stop, if a result showed that the recipe's assumptions do not hold.
    public Optional<String> refutation() {
        return refutation;
    }

    /// Removes from Redis what is on disk, and tasks of clips that need no more of them.
    public void flush() {
        if (!unwanted.isEmpty()) {
            queue.drop(run.engine(), List.copyOf(unwanted));
            unwanted.clear();
        }
        List<String> done = results.onDisk();
        if (!done.isEmpty()) {
            queue.deleteResults(run.id(), done);
            results.removed();
        }
        List<String> strays = arriving.strays();
        if (!strays.isEmpty()) {
            queue.deleteResults(run.id(), strays);
        }
    }

    /// The ledger has forced these writes.
    public void committed(List<Committed> batch, long nowNanos) {
        for (Committed committed : batch) {
            writesInHand--;
            switch (committed.write()) {
                case LedgerWrite.Row row -> {
                    scoresInHand -= row.scoreChars();
                    results.forced(row.resultEntry(), row.report().taskEntry());
                    rowCommitted(row.report(), committed.outcome());
                }
                case LedgerWrite.Attempt attempt -> {
                    attempt.resultEntry()
                            .ifPresent(result -> results.forced(
                                    result, attempt.event().taskEntry().orElseThrow()));
                    unforced.remove(attempt.event());
                    attemptCommitted(attempt.event(), nowNanos);
                }
                case LedgerWrite.Unreadable unreadable ->
                    results.forced(unreadable.resultEntry(), unreadable.taskEntry());
            }
        }
    }

    /// The lease of an entry ran out and the entry was removed: the attempt ends without a row.
    public void leaseRanOut(int clip, PendingTask lease, long nowNanos) {
        boolean alone = book.isAloneOut(lease.entry());
        book.gone(lease.entry());
        judge(
                clip,
                Optional.empty(),
                new Attempt(
                        AttemptEvent.Kind.EXPIRED,
                        lease.entry(),
                        new Evidence.Lost(lease.holder(), alone),
                        "the lease of " + lease.holder() + " ran out",
                        Optional.empty(),
                        Optional.of(lease.holder())),
                nowNanos);
    }

    private void take(ResultEntry result, ArrivingScores.Came scores, long nowNanos) {
        String task = taskOf(result);
        if (results.knows(result.entry(), task)) {
            return;
        }
        results.takeScores(result.entry(), scores.entries());
        String name = result.fields().getOrDefault("clip", "");
        OptionalInt clip = indexOf(name);
        boolean alone = book.isAloneOut(task);
        OptionalInt ended = book.gone(task);
        boolean ours =
                clip.isPresent() && run.id().value().equals(result.fields().get("run"));
        if (!ours || !ended.equals(clip)) {
            // somebody else's result, or the id came again for another clip after a failover: the task is gone with it
            ended.ifPresent(mine -> book.retry(mine, nowNanos));
        }
        if (!ours) {
            putAside(result, "a result of no clip of this run");
            return;
        }
        try {
            take(result, scores.parts(), clip.getAsInt(), ResultCodec.decode(result.fields()), alone, nowNanos);
        } catch (WireFormatException e) {
            if (!ended.equals(clip)) {
                // whoever it is from, no task of this clip ended with it
                putAside(result, "a result that answers no task (" + e.getMessage() + ")");
                return;
            }
            judge(
                    clip.getAsInt(),
                    Optional.of(result.entry()),
                    new Attempt(
                            AttemptEvent.Kind.UNREADABLE,
                            task,
                            new Evidence.FailedOn("an unknown host", FailureReason.INTERNAL, alone),
                            "its result cannot be used: " + e.getMessage(),
                            Optional.empty(),
                            Optional.empty()),
                    nowNanos);
        }
    }

    /// Writes down that a result came of which nothing follows for any clip.
    private void putAside(ResultEntry result, String what) {
        results.take(result.entry(), taskOf(result));
        submit(new LedgerWrite.Unreadable(result.entry(), taskOf(result), what + ": " + result.fields()));
    }

    private static String taskOf(ResultEntry result) {
        return result.fields().getOrDefault("task", "");
    }

    private void take(
            ResultEntry result, List<String> scores, int clip, AttemptReport report, boolean alone, long nowNanos) {
        switch (report.result()) {
            case ClipResult.Extracted(var row) -> {
                Optional<String> unfit = mismatch(report, row, clip).or(() -> lack(report, scores, clip));
                if (unfit.isPresent()) {
                    putAside(result, "a row that is not of this run: " + unfit.get());
                    giveBack(clip, report.provenance(), unfit.get(), nowNanos);
                    return;
                }
                results.take(result.entry(), report.taskEntry());
                book.inHand(clip);
                LedgerWrite.Row write = new LedgerWrite.Row(result.entry(), report, run.frames() ? scores : List.of());
                scoresInHand += write.scoreChars();
                submit(write);
            }
            case ClipResult.Failed failed ->
                judge(
                        clip,
                        Optional.of(result.entry()),
                        new Attempt(
                                AttemptEvent.Kind.FAILED,
                                report.taskEntry(),
                                new Evidence.FailedOn(report.provenance().host(), failed.reason(), alone),
                                failed.detail(),
                                Optional.of(report.provenance().host()),
                                Optional.of(report.provenance().worker().value())),
                        nowNanos);
            case ClipResult.HandedBack back -> {
                results.take(result.entry(), report.taskEntry());
                results.forced(result.entry(), report.taskEntry());
                giveBack(clip, report.provenance(), back.why(), nowNanos);
            }
        }
    }

    private void giveBack(int clip, Provenance by, String why, long nowNanos) {
        if (book.state(clip).isSettled()) {
            return;
        }
        if (!avoidance.isAvoided(clip, by.host())) {
            returns.refused(clip, by, why);
        }
        book.retry(clip, nowNanos + returns.returned(clip).toNanos());
    }

    /// Why a row is of another recipe, engine or file than the run's, if it is.
    private Optional<String> mismatch(AttemptReport report, FeatureRow row, int clip) {
        if (!report.recipeDigest().equals(run.recipe().digest())) {
            return Optional.of("it was measured by another recipe, " + report.recipeDigest());
        }
        if (!report.provenance().engine().equals(run.engine())) {
            return Optional.of(
                    "it was measured by another engine, " + report.provenance().engine());
        }
        if (report.sizeBytes() != plan.sizeBytes(clip)) {
            return Optional.of(
                    "a file of " + report.sizeBytes() + " bytes was measured instead of " + plan.sizeBytes(clip));
        }
        try {
            row.requireColumns(run.recipe().columns());
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
    }

    /// What a row's per-frame scores lack, if they are wanted. A clip that has its row needs none: another is only
    /// compared with it.
    private Optional<String> lack(AttemptReport report, List<String> scores, int clip) {
        if (!run.frames() || book.state(clip) == ClipState.DONE) {
            return Optional.empty();
        }
        long measured = report.provenance().frames();
        long expected = Math.ceilDiv(measured, (long) run.recipe().options().subsample());
        try {
            int columns = run.recipe().scores().size();
            int found = FrameCodec.decode(scores, columns).getFirst().length;
            return found > 0 && found == expected
                    ? Optional.empty()
                    : Optional.of("it came with the scores of " + found + " frames instead of " + expected);
        } catch (WireFormatException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Workers that were unfit are fit again: what they gave back meanwhile says nothing of them.
    public void beginAnew() {
        returns.begin();
    }

    /// A clip that comes back again and again while these workers measure none.
    public Optional<RefusedClip> refusedBy(Set<String> workers) {
        return returns.refusedBy(workers);
    }

    /// One attempt that gave no row.
    private record Attempt(
            AttemptEvent.Kind kind,
            String taskEntry,
            Evidence evidence,
            String detail,
            Optional<String> host,
            Optional<String> worker) {}

    private void judge(int clip, Optional<String> resultEntry, Attempt attempt, long nowNanos) {
        ClipName name = plan.name(clip);
        returns.ended(clip);
        resultEntry.ifPresent(result -> results.take(result, attempt.taskEntry()));
        List<AttemptEvent> history = new ArrayList<>(history(name));
        unforced.stream().filter(event -> event.clip().equals(name)).forEach(history::add);
        if (book.state(clip).isSettled()
                || ClipHistory.isGivenUp(history)
                || ClipHistory.knows(history, attempt.taskEntry())) {
            // of a clip that has its end, or judged and forced in a life that died before it could remove the result
            resultEntry.ifPresent(result -> results.forced(result, attempt.taskEntry()));
            if (book.state(clip) == ClipState.OUT) {
                book.retry(clip, nowNanos);
            }
            return;
        }
        List<Evidence> evidence = new ArrayList<>(ClipHistory.evidence(history));
        evidence.add(attempt.evidence());
        Verdict verdict = Verdicts.judge(evidence, fitHosts.get());
        book.inHand(clip);
        AttemptEvent event = new AttemptEvent(
                attempt.kind(),
                name,
                Optional.of(attempt.taskEntry()),
                Optional.of(Verdicts.reason(evidence)),
                attempt.detail(),
                attempt.host(),
                attempt.worker(),
                Optional.of(run.engine().value()),
                clock.instant(),
                ClipHistory.attempts(history).size() + 1,
                attempt.evidence().alone(),
                Optional.of(verdict));
        unforced.add(event);
        submit(new LedgerWrite.Attempt(resultEntry, event));
    }

    private OptionalInt indexOf(String name) {
        return ClipName.isUsable(name) ? plan.indexOf(new ClipName(name)) : OptionalInt.empty();
    }

    /// Which sending of a clip the next one is, from 1.
    public int nextAttempt(int clip) {
        return ClipHistory.attempts(history(plan.name(clip))).size() + 1;
    }

    private List<AttemptEvent> history(ClipName clip) {
        try {
            return ledger.history(clip);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void submit(LedgerWrite write) {
        writesInHand++;
        ledger.submit(write);
    }

    private void rowCommitted(AttemptReport report, Committed.Outcome outcome) {
        int clip = plan.indexOf(report.clip()).orElseThrow();
        book.done(clip);
        unwanted.addAll(book.forget(clip));
        returns.ended(clip);
        avoidance.forget(clip);
        listener.rowCommitted(report, outcome);
    }

    private void attemptCommitted(AttemptEvent event, long nowNanos) {
        int clip = plan.indexOf(event.clip()).orElseThrow();
        if (event.kind() == AttemptEvent.Kind.RETRY_REQUESTED) {
            book.reopen(clip, nowNanos);
            Optional.ofNullable(retriesInHand.remove(event)).ifPresent(Runnable::run);
            return;
        }
        Verdict verdict = event.verdict().orElse(Verdict.AGAIN);
        book.releaseHand(clip);
        if (verdict != Verdict.AGAIN) {
            event.host().ifPresent(host -> avoidance.wish(clip, host));
        }
        switch (verdict) {
            case AGAIN, AGAIN_ELSEWHERE -> book.retry(clip, nowNanos);
            case AGAIN_ALONE -> book.retryAlone(clip, nowNanos);
            case FAILED -> giveUp(clip, ClipState.FAILED, event);
            case LEFT_OUT -> giveUp(clip, ClipState.LEFT_OUT, event);
            case STOP_RUN -> refutation = Optional.of(event.clip() + ": " + event.detail());
        }
        listener.attemptCommitted(event, verdict);
    }

    /// Lets given-up clips be tried again, once the ledger has it on disk that they are to be.
    ///
    /// @return how many, complete when all of it is on disk
    /// @throws IllegalStateException if a clip that the choice names has not failed; nothing is changed then
    public CompletableFuture<Integer> requestRetry(RetryChoice choice) {
        List<ClipName> chosen = new ArrayList<>();
        for (int clip = 0; clip < book.clips(); clip++) {
            Optional<FailureReason> reason = book.reason(clip);
            Verdict verdict = book.state(clip) == ClipState.LEFT_OUT ? Verdict.LEFT_OUT : Verdict.FAILED;
            if (reason.isPresent() && choice.takes(plan.name(clip).value(), verdict, reason.get())) {
                chosen.add(plan.name(clip));
            }
        }
        choice.unmet(chosen.stream().map(ClipName::value).toList()).ifPresent(why -> {
            throw new IllegalStateException(why);
        });
        if (chosen.isEmpty()) {
            return CompletableFuture.completedFuture(0);
        }
        List<AttemptEvent> requests = chosen.stream()
                .map(clip -> AttemptEvent.retryRequested(clip, clock.instant()))
                .toList();
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        retriesInHand.put(requests.getLast(), () -> answer.complete(requests.size()));
        requests.forEach(request -> submit(new LedgerWrite.Attempt(Optional.empty(), request)));
        return answer;
    }

    /// The host that a task of the clip had better not run on, if it is sent now.
    public Optional<String> avoidedHost(int clip, long nowNanos) {
        return avoidance.hostFor(clip, fitHosts.get(), nowNanos);
    }

    private void giveUp(int clip, ClipState end, AttemptEvent event) {
        avoidance.forget(clip);
        book.giveUp(clip, end, event.reason().orElse(FailureReason.INTERNAL));
        unwanted.addAll(book.forget(clip));
    }
}
