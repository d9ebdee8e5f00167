package io.vmaffleet.queue.testing;

import static io.vmaffleet.queue.WorkerQueue.Finish.DONE;
import static io.vmaffleet.queue.WorkerQueue.Finish.FULL;
import static io.vmaffleet.queue.WorkerQueue.Finish.NOT_YOURS;
import static io.vmaffleet.queue.WorkerQueue.Finish.NO_RUN;
import static io.vmaffleet.queue.WorkerQueue.Renewal.ANOTHERS;
import static io.vmaffleet.queue.WorkerQueue.Renewal.KEPT;
import static io.vmaffleet.queue.WorkerQueue.Renewal.VANISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.StreamView;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.ResultCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every queue does, the one in memory and those on a real server alike. A subclass gives a fresh, empty queue a
/// test, and the ways in which the world outside may harm it.
public abstract class TaskQueueContract {
    protected static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");
    protected static final EngineFingerprint OTHER_ENGINE = new EngineFingerprint("00000000000000e2");
    protected static final RunId RUN = new RunId("00000000000000a1");
    protected static final RunId OTHER_RUN = new RunId("00000000000000a2");
    protected static final WorkerId ALICE = new WorkerId("alice:1:00000001");
    protected static final WorkerId BOB = new WorkerId("bob:2:00000002");

    /// A wait that ends by what is waited for, never by its length.
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final String BEGINNING = "0-0";

    /// More than any page in which a queue may read.
    private static final int MORE_THAN_A_PAGE = 1203;

    protected abstract CoordinatorQueue coordinator();

    protected abstract WorkerQueue worker();

    /// The server was restarted empty.
    protected abstract void flush();

    /// Time passes for everything that expires by itself.
    protected abstract void passTime(Duration duration);

    /// Somebody deleted a worker's consumer, so that what it held is held by nobody.
    protected abstract void deleteConsumer(EngineFingerprint engine, WorkerId worker);

    /// Somebody destroyed the group, so that nobody holds anything.
    protected abstract void destroyGroup(EngineFingerprint engine);

    /// Somebody deleted a message that is held.
    protected abstract void deleteMessage(EngineFingerprint engine, String entry);

    /// A stranger adds an entry with these fields.
    protected abstract String addEntry(EngineFingerprint engine, Map<String, String> fields);

    // Sending and taking

    @Test
    void tasksAreTakenInTheOrderInWhichTheyWereSent() {
        List<String> sent = send(RUN, "c", "a", "b");

        List<Delivery> taken = take(ALICE, 10);

        assertThat(taken).extracting(Delivery::entry).isEqualTo(sent);
        assertThat(taken).extracting(Delivery::message).containsExactly(task(RUN, "c"), task(RUN, "a"), task(RUN, "b"));
        assertThat(sent).isSortedAccordingTo(StreamView::compareIds);
    }

    @Test
    void sendingNothingSendsNothing() {
        assertThat(coordinator().send(ENGINE, List.of())).isEmpty();
        assertThat(coordinator().depth(ENGINE)).isZero();
    }

    @Test
    void noMoreIsTakenThanWasAskedFor() {
        send(RUN, "a", "b", "c");

        assertThat(take(ALICE, 2)).extracting(TaskQueueContract::clip).containsExactly("a", "b");
        assertThat(take(ALICE, 2)).extracting(TaskQueueContract::clip).containsExactly("c");
        assertThat(take(ALICE, 2)).isEmpty();
    }

    @Test
    void aTaskIsGivenToOneWorkerOnly() {
        send(RUN, "a", "b");

        assertThat(take(ALICE, 1)).extracting(TaskQueueContract::clip).containsExactly("a");
        assertThat(take(BOB, 5)).extracting(TaskQueueContract::clip).containsExactly("b");
    }

    @Test
    void tasksForAnotherEngineAreNotSeen() {
        coordinator().send(OTHER_ENGINE, List.of(task(RUN, "a")));

        assertThat(take(ALICE, 5)).isEmpty();
        assertThat(coordinator().depth(ENGINE)).isZero();
        assertThat(coordinator().depth(OTHER_ENGINE)).isEqualTo(1);
    }

    @Test
    void aTakeWhereNothingIsYetMakesThePlaceForWhatComes() {
        assertThat(take(ALICE, 1)).isEmpty();

        send(RUN, "a");

        assertThat(take(ALICE, 1)).hasSize(1);
    }

    @Test
    void aTakeThatWaitsGetsWhatIsSentMeanwhile() {
        take(ALICE, 1);
        CompletableFuture<List<Delivery>> taking =
                CompletableFuture.supplyAsync(() -> worker().take(ENGINE, ALICE, 1, LONG));

        send(RUN, "a");

        assertThat(taking.join()).extracting(TaskQueueContract::clip).containsExactly("a");
    }

    @Test
    void aTakeThatWaitsInVainEndsWithNothing() {
        take(ALICE, 1);

        assertThat(worker().take(ENGINE, ALICE, 1, Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void textOfAnyKindTravelsUnchanged() {
        TaskMessage odd =
                new TaskMessage(RUN.value(), "\u540d \ud83c\udfac 'quoted' {x}", 7, "{\"a\":\"\\n\u00e9\",\"b\":NaN}");
        coordinator().send(ENGINE, List.of(odd));

        assertThat(take(ALICE, 1)).extracting(Delivery::message).containsExactly(odd);
    }

    // Strangers' entries

    @Test
    void anEntryThatLacksFieldsIsDeliveredWithEmptyOnes() {
        take(ALICE, 1);
        String nothing = addEntry(ENGINE, Map.of("colour", "green"));
        String half = addEntry(ENGINE, Map.of("run", RUN.value(), "attempt", "many"));

        assertThat(take(ALICE, 5))
                .containsExactly(
                        new Delivery(nothing, new TaskMessage("", "", 0, "")),
                        new Delivery(half, new TaskMessage(RUN.value(), "", 0, "")));
    }

    @Test
    void anEntryWithoutARunBelongsToNobody() {
        addEntry(ENGINE, Map.of("clip", "a"));
        String half = addEntry(ENGINE, Map.of("run", RUN.value()));

        assertThat(coordinator().look(ENGINE, RUN).entries()).isEqualTo(Map.of(half, ""));
        assertThat(coordinator().depth(ENGINE)).isEqualTo(2);
    }

    // Renewing

    @Test
    void aRenewalCountsUpAndKeepsTheHolder() {
        String entry = sendAndTake(ALICE, "a");
        assertThat(coordinator().pending(ENGINE)).containsExactly(new PendingTask(entry, ALICE.value(), 1));

        assertThat(worker().renew(ENGINE, ALICE, List.of(entry))).isEqualTo(Map.of(entry, KEPT));
        assertThat(worker().renew(ENGINE, ALICE, List.of(entry))).isEqualTo(Map.of(entry, KEPT));

        assertThat(coordinator().pending(ENGINE)).containsExactly(new PendingTask(entry, ALICE.value(), 3));
    }

    @Test
    void aRenewalOfWhatAnotherHoldsTakesNothingFromIt() {
        String entry = sendAndTake(ALICE, "a");

        assertThat(worker().renew(ENGINE, BOB, List.of(entry))).isEqualTo(Map.of(entry, ANOTHERS));

        assertThat(coordinator().pending(ENGINE)).containsExactly(new PendingTask(entry, ALICE.value(), 1));
    }

    @Test
    void aRenewalTellsEachEntryApart() {
        String mine = sendAndTake(ALICE, "a");
        String others = sendAndTake(BOB, "b");
        String dropped = sendAndTake(ALICE, "c");
        coordinator().drop(ENGINE, List.of(dropped));
        String notYetTaken = send(RUN, "d").getFirst();

        assertThat(worker().renew(ENGINE, ALICE, List.of(mine, others, dropped, notYetTaken)))
                .isEqualTo(Map.of(mine, KEPT, others, ANOTHERS, dropped, VANISHED, notYetTaken, VANISHED));
        assertThat(worker().renew(ENGINE, ALICE, List.of())).isEmpty();
    }

    @Test
    void anEntryVanishesWithTheServersMemory() {
        String entry = sendAndTake(ALICE, "a");

        flush();

        assertThat(worker().renew(ENGINE, ALICE, List.of(entry))).isEqualTo(Map.of(entry, VANISHED));
    }

    @Test
    void anEntryWhoseMessageIsGoneHasVanishedAndIsLetGo() {
        String entry = sendAndTake(ALICE, "a");
        deleteMessage(ENGINE, entry);

        assertThat(worker().held(ENGINE, ALICE)).isEmpty();
        assertThat(worker().renew(ENGINE, ALICE, List.of(entry))).isEqualTo(Map.of(entry, VANISHED));

        assertThat(coordinator().pending(ENGINE)).isEmpty();
    }

    @Test
    void anEntryThatIsGivenToAnotherIsAnothers() {
        String entry = sendAndTake(ALICE, "a");
        destroyGroup(ENGINE);
        assertThat(coordinator().pending(ENGINE)).isEmpty();

        assertThat(take(BOB, 1)).isEmpty();
        assertThat(take(BOB, 1)).extracting(Delivery::entry).containsExactly(entry);

        assertThat(worker().renew(ENGINE, ALICE, List.of(entry))).isEqualTo(Map.of(entry, ANOTHERS));
    }

    @Test
    void whatAWorkerHoldsIsToldWithoutCountingAsARenewal() {
        send(RUN, "a", "b", "c");
        List<Delivery> alices = take(ALICE, 2);
        take(BOB, 1);

        assertThat(worker().held(ENGINE, ALICE)).isEqualTo(alices);
        assertThat(worker().held(ENGINE, new WorkerId("nobody"))).isEmpty();
        assertThat(worker().held(OTHER_ENGINE, ALICE)).isEmpty();

        assertThat(coordinator().pending(ENGINE)).extracting(PendingTask::count).containsOnly(1L);
    }

    // Finishing

    @Test
    void aRowIsHandedOverAndItsTaskRemoved() {
        publish();
        String entry = sendAndTake(ALICE, "a");
        ResultMessage row = row(entry, "a");

        assertThat(finish(ALICE, entry, row)).isEqualTo(DONE);

        assertThat(results()).extracting(ResultEntry::fields).containsExactly(ResultCodec.fields(row));
        assertThat(coordinator().depth(ENGINE)).isZero();
        assertThat(coordinator().pending(ENGINE)).isEmpty();
    }

    @Test
    void aRowCountsWhoeverHoldsItsTask() {
        publish();
        String entry = sendAndTake(ALICE, "a");

        assertThat(finish(BOB, entry, row(entry, "a"))).isEqualTo(DONE);

        assertThat(results()).hasSize(1);
        assertThat(coordinator().depth(ENGINE)).isZero();
        assertThat(coordinator().pending(ENGINE)).isEmpty();
    }

    @Test
    void theScoresOfARowsFramesComeRightBeforeIt() {
        publish();
        String first = sendAndTake(ALICE, "a");
        String second = sendAndTake(ALICE, "b");
        ResultMessage row = row(first, "a", List.of("part one", "part two"));

        assertThat(finish(ALICE, first, row)).isEqualTo(DONE);
        assertThat(finish(ALICE, second, row(second, "b", List.of("one part")))).isEqualTo(DONE);

        assertThat(results())
                .extracting(ResultEntry::fields)
                .startsWith(
                        Map.of("task", first, "part", "0", "scores", "part one"),
                        Map.of("task", first, "part", "1", "scores", "part two"),
                        ResultCodec.fields(row))
                .hasSize(5);
        assertThat(ResultCodec.fields(row)).containsEntry("parts", "2");
        assertThat(coordinator().depth(ENGINE)).isZero();
    }

    @Test
    void scoresAreTakenOnlyAsFarAsTheServerMayHoldThem() {
        publish();
        String first = sendAndTake(ALICE, "a");
        String second = sendAndTake(ALICE, "b");
        List<String> most = Collections.nCopies(WorkerQueue.MOST_WAITING - 1, "part");
        finish(ALICE, first, row(first, "a", most.subList(0, most.size() - 1)));

        assertThat(finish(ALICE, second, row(second, "b", List.of("part")))).isEqualTo(FULL);
        assertThat(coordinator().pending(ENGINE)).extracting(PendingTask::entry).containsExactly(second);
        assertThat(allResults()).hasSize(WorkerQueue.MOST_WAITING - 1);

        coordinator().deleteResults(RUN, List.of(allResults().getFirst().entry()));
        assertThat(finish(ALICE, second, row(second, "b", List.of("part")))).isEqualTo(DONE);
        assertThat(coordinator().pending(ENGINE)).isEmpty();
    }

    @Test
    void aResultWithoutScoresIsTakenHoweverManyWait() {
        publish();
        String first = sendAndTake(ALICE, "a");
        String second = sendAndTake(ALICE, "b");
        finish(ALICE, first, row(first, "a", Collections.nCopies(WorkerQueue.MOST_WAITING, "part")));

        assertThat(finish(ALICE, second, result(second, "b", ResultMessage.Kind.FAILED)))
                .isEqualTo(DONE);
    }

    @Test
    void aClipOfMoreScoresThanMayWaitIsTakenWhereNothingWaits() {
        publish();
        String entry = sendAndTake(ALICE, "a");

        assertThat(finish(ALICE, entry, row(entry, "a", Collections.nCopies(WorkerQueue.MOST_WAITING, "part"))))
                .isEqualTo(DONE);
        assertThat(allResults()).hasSize(WorkerQueue.MOST_WAITING + 1);
    }

    @Test
    void withoutAResultsStreamNoScoresAreTaken() {
        String entry = sendAndTake(ALICE, "a");

        assertThat(finish(ALICE, entry, row(entry, "a", List.of("part")))).isEqualTo(NO_RUN);
        publish();

        assertThat(results()).isEmpty();
    }

    @Test
    void aRowCountsAlsoWhenItsTaskIsGone() {
        publish();
        String entry = sendAndTake(ALICE, "a");
        flush();
        publish();

        assertThat(finish(ALICE, entry, row(entry, "a"))).isEqualTo(DONE);
        assertThat(finish(ALICE, entry, row(entry, "a"))).isEqualTo(DONE);

        assertThat(results()).hasSize(2);
        assertThat(coordinator().depth(ENGINE)).isZero();
    }

    @Test
    void aRowOfATaskThatIsNotYetTakenRemovesItToo() {
        publish();
        String entry = send(RUN, "a").getFirst();

        assertThat(finish(ALICE, entry, row(entry, "a"))).isEqualTo(DONE);

        assertThat(take(BOB, 1)).isEmpty();
    }

    @Test
    void aFailureCountsFromItsHolderOnceAndFromNobodyElse() {
        publish();
        String entry = sendAndTake(ALICE, "a");
        ResultMessage failure = result(entry, "a", ResultMessage.Kind.FAILED);

        assertThat(finish(BOB, entry, failure)).isEqualTo(NOT_YOURS);
        assertThat(results()).isEmpty();
        assertThat(coordinator().pending(ENGINE)).containsExactly(new PendingTask(entry, ALICE.value(), 1));

        assertThat(finish(ALICE, entry, failure)).isEqualTo(DONE);
        assertThat(finish(ALICE, entry, failure)).isEqualTo(NOT_YOURS);
        assertThat(results()).extracting(ResultEntry::fields).containsExactly(ResultCodec.fields(failure));
        assertThat(coordinator().depth(ENGINE)).isZero();
    }

    @Test
    void whatIsHandedBackCountsFromItsHolderOnly() {
        publish();
        String entry = sendAndTake(ALICE, "a");
        ResultMessage handedBack = result(entry, "a", ResultMessage.Kind.HANDED_BACK);

        assertThat(finish(BOB, entry, handedBack)).isEqualTo(NOT_YOURS);
        assertThat(finish(ALICE, entry, handedBack)).isEqualTo(DONE);

        assertThat(results()).hasSize(1);
    }

    @Test
    void aFailureOfAnEntryThatNobodyHoldsIsNotTaken() {
        publish();
        String entry = send(RUN, "a").getFirst();
        ResultMessage failure = result(entry, "a", ResultMessage.Kind.FAILED);

        assertThat(finish(ALICE, entry, failure)).isEqualTo(NOT_YOURS);
        assertThat(worker().finish(OTHER_ENGINE, ALICE, entry, failure)).isEqualTo(NOT_YOURS);

        assertThat(results()).isEmpty();
        assertThat(coordinator().depth(ENGINE)).isEqualTo(1);
    }

    @Test
    void withoutAResultsStreamNoResultIsTakenAndNoTaskRemoved() {
        String entry = sendAndTake(ALICE, "a");

        assertThat(finish(ALICE, entry, row(entry, "a"))).isEqualTo(NO_RUN);
        assertThat(finish(ALICE, entry, result(entry, "a", ResultMessage.Kind.FAILED)))
                .isEqualTo(NO_RUN);

        assertThat(coordinator().pending(ENGINE)).containsExactly(new PendingTask(entry, ALICE.value(), 1));
        assertThat(coordinator().depth(ENGINE)).isEqualTo(1);
        publish();
        assertThat(results()).isEmpty();
    }

    @Test
    void whatIsHandedBackWithoutARunFindsNone() {
        take(ALICE, 1);
        String entry = addEntry(ENGINE, Map.of("colour", "green"));
        take(ALICE, 1);
        ResultMessage handedBack =
                new ResultMessage("", "", entry, ENGINE.value(), "", 0, ResultMessage.Kind.HANDED_BACK, "{}");

        assertThat(finish(ALICE, entry, handedBack)).isEqualTo(NO_RUN);
        worker().drop(ENGINE, List.of(entry));

        assertThat(coordinator().depth(ENGINE)).isZero();
    }

    // Results

    @Test
    void resultsAreReadInOrderFromACursor() {
        publish();
        finishRows("a", "b", "c");

        List<ResultEntry> all = results();

        assertThat(all).extracting(entry -> entry.fields().get("clip")).containsExactly("a", "b", "c");
        assertThat(coordinator().readResults(RUN, BEGINNING, 2)).isEqualTo(all.subList(0, 2));
        assertThat(coordinator().readResults(RUN, all.get(1).entry(), 2)).isEqualTo(all.subList(2, 3));
        assertThat(coordinator().readResults(RUN, all.get(2).entry(), 2)).isEmpty();
        assertThat(coordinator().readResults(OTHER_RUN, BEGINNING, 2)).isEmpty();
    }

    @Test
    void resultsThatAreDeletedAreGoneAndTheirStreamStays() {
        publish();
        finishRows("a", "b");
        List<ResultEntry> all = results();

        coordinator().deleteResults(RUN, List.of(all.get(0).entry()));
        coordinator().deleteResults(RUN, List.of(all.get(0).entry()));
        assertThat(results()).isEqualTo(all.subList(1, 2));
        coordinator().deleteResults(RUN, List.of(all.get(1).entry()));
        assertThat(results()).isEmpty();

        finishRows("c");
        assertThat(coordinator().readResults(RUN, all.get(1).entry(), 9)).hasSize(1);
    }

    @Test
    void deletingResultsOfAMissingRunDoesNothing() {
        coordinator().deleteResults(RUN, List.of("1-1"));
        coordinator().deleteResults(RUN, List.of());

        assertThat(worker().finish(ENGINE, ALICE, "1-1", row("1-1", "a"))).isEqualTo(NO_RUN);
    }

    @Test
    void aWaitForResultsGetsWhatComesMeanwhile() {
        publish();
        finishRows("a");
        String last = results().getFirst().entry();
        CompletableFuture<List<ResultEntry>> waiting =
                CompletableFuture.supplyAsync(() -> coordinator().awaitResults(RUN, last, 5, LONG));

        finishRows("b");

        assertThat(waiting.join())
                .extracting(entry -> entry.fields().get("clip"))
                .containsExactly("b");
    }

    @Test
    void aWaitForResultsInVainEndsWithNothing() {
        Duration moment = Duration.ofMillis(1);
        assertThat(coordinator().awaitResults(RUN, BEGINNING, 5, moment)).isEmpty();

        publish();

        assertThat(coordinator().awaitResults(RUN, BEGINNING, 5, moment)).isEmpty();
        assertThat(coordinator().awaitResults(RUN, BEGINNING, 5, Duration.ZERO)).isEmpty();
    }

    @Test
    void readingResultsNeverMakesTheirStream() {
        assertThat(results()).isEmpty();
        assertThat(coordinator().awaitResults(RUN, BEGINNING, 5, Duration.ofMillis(1)))
                .isEmpty();

        String entry = sendAndTake(ALICE, "a");
        assertThat(finish(ALICE, entry, row(entry, "a"))).isEqualTo(NO_RUN);
    }

    // Leases that are over

    @Test
    void aLeaseThatDidNotMoveIsEndedOnce() {
        String entry = sendAndTake(ALICE, "a");
        PendingTask seen = coordinator().pending(ENGINE).getFirst();

        assertThat(coordinator().expire(ENGINE, seen)).isTrue();
        assertThat(coordinator().expire(ENGINE, seen)).isFalse();

        assertThat(coordinator().pending(ENGINE)).isEmpty();
        assertThat(coordinator().depth(ENGINE)).isZero();
        assertThat(worker().renew(ENGINE, ALICE, List.of(entry))).isEqualTo(Map.of(entry, VANISHED));
    }

    @Test
    void aLeaseThatWasRenewedSinceItWasSeenIsNotEnded() {
        String entry = sendAndTake(ALICE, "a");
        PendingTask seen = coordinator().pending(ENGINE).getFirst();
        worker().renew(ENGINE, ALICE, List.of(entry));

        assertThat(coordinator().expire(ENGINE, seen)).isFalse();

        assertThat(coordinator().pending(ENGINE)).containsExactly(new PendingTask(entry, ALICE.value(), 2));
    }

    @Test
    void aLeaseThatChangedHandsIsNotEnded() {
        String entry = sendAndTake(ALICE, "a");
        PendingTask seen = coordinator().pending(ENGINE).getFirst();
        destroyGroup(ENGINE);
        take(BOB, 1);
        take(BOB, 1);

        assertThat(coordinator().expire(ENGINE, seen)).isFalse();

        assertThat(coordinator().pending(ENGINE)).containsExactly(new PendingTask(entry, BOB.value(), 1));
    }

    @Test
    void aLeaseOnAnEmptyServerIsNotEnded() {
        assertThat(coordinator().expire(ENGINE, new PendingTask("1-1", ALICE.value(), 1)))
                .isFalse();
    }

    // Auditing

    @Test
    void aLookAtAnEmptyServerSeesNothing() {
        assertThat(coordinator().look(ENGINE, RUN)).isEqualTo(new StreamView(BEGINNING, Map.of(), List.of()));
        assertThat(coordinator().pending(ENGINE)).isEmpty();
    }

    @Test
    void aLookSeesTheRunsEntriesAndAllThatIsHeld() {
        List<String> mine = send(RUN, "a", "b");
        List<String> others = send(OTHER_RUN, "a");
        take(ALICE, 1);

        StreamView view = coordinator().look(ENGINE, RUN);

        assertThat(view.lastDelivered()).isEqualTo(mine.getFirst());
        assertThat(view.entries()).isEqualTo(Map.of(mine.get(0), "a", mine.get(1), "b"));
        assertThat(view.entries().keySet()).containsExactlyElementsOf(mine);
        assertThat(view.pending()).containsExactly(new PendingTask(mine.getFirst(), ALICE.value(), 1));
        assertThat(coordinator().look(ENGINE, OTHER_RUN).entries()).isEqualTo(Map.of(others.getFirst(), "a"));
    }

    @Test
    void anEntryOfADeletedConsumerIsSeenAndRemovedOnce() {
        String entry = sendAndTake(ALICE, "a");
        deleteConsumer(ENGINE, ALICE);
        assertThat(take(BOB, 1)).isEmpty();

        StreamView view = coordinator().look(ENGINE, RUN);
        assertThat(view.entries()).containsKey(entry);
        assertThat(view.pending()).isEmpty();
        assertThat(StreamView.compareIds(entry, view.lastDelivered())).isLessThanOrEqualTo(0);

        assertThat(coordinator().removeOrphan(ENGINE, entry)).isTrue();
        assertThat(coordinator().removeOrphan(ENGINE, entry)).isFalse();
        assertThat(coordinator().depth(ENGINE)).isZero();
    }

    @Test
    void whatIsHeldOrStillToBeGivenIsNoOrphan() {
        String held = sendAndTake(ALICE, "a");
        String waiting = send(RUN, "b").getFirst();

        assertThat(coordinator().removeOrphan(ENGINE, held)).isFalse();
        assertThat(coordinator().removeOrphan(ENGINE, waiting)).isFalse();
        assertThat(coordinator().removeOrphan(OTHER_ENGINE, held)).isFalse();
        destroyGroup(ENGINE);
        assertThat(coordinator().removeOrphan(ENGINE, held)).isFalse();

        assertThat(coordinator().depth(ENGINE)).isEqualTo(2);
    }

    @Test
    void everyPageIsRead() {
        List<String> sent = coordinator()
                .send(
                        ENGINE,
                        IntStream.range(0, MORE_THAN_A_PAGE)
                                .mapToObj(i -> task(RUN, "clip" + i))
                                .toList());
        take(ALICE, MORE_THAN_A_PAGE);
        worker().renew(ENGINE, ALICE, sent);

        assertThat(coordinator().pending(ENGINE))
                .isEqualTo(sent.stream()
                        .map(entry -> new PendingTask(entry, ALICE.value(), 2))
                        .toList());
        assertThat(coordinator().look(ENGINE, RUN).entries().keySet()).containsExactlyElementsOf(sent);
        assertThat(worker().held(ENGINE, ALICE)).extracting(Delivery::entry).isEqualTo(sent);
        coordinator().drop(ENGINE, sent.subList(1, sent.size()));
        assertThat(coordinator().pending(ENGINE)).extracting(PendingTask::entry).containsExactly(sent.getFirst());
        assertThat(coordinator().depth(ENGINE)).isEqualTo(1);
    }

    @Test
    void whatIsDroppedIsGoneWhoeverHoldsIt() {
        String held = sendAndTake(ALICE, "a");
        String waiting = send(RUN, "b").getFirst();

        coordinator().drop(ENGINE, List.of(held, waiting, "1-1"));
        coordinator().drop(ENGINE, List.of(held, waiting, "1-1"));
        coordinator().drop(OTHER_ENGINE, List.of(held));
        coordinator().drop(ENGINE, List.of());

        assertThat(coordinator().depth(ENGINE)).isZero();
        assertThat(coordinator().pending(ENGINE)).isEmpty();
        assertThat(take(BOB, 1)).isEmpty();
    }

    // After a flush

    @Test
    void afterAFlushTheRunIsMadeAgainAndGoesOn() {
        publish();
        sendAndTake(ALICE, "a");
        flush();
        assertThat(take(ALICE, 1)).isEmpty();

        publish();
        String again = sendAndTake(ALICE, "a");

        assertThat(finish(ALICE, again, row(again, "a"))).isEqualTo(DONE);
        assertThat(results()).hasSize(1);
    }

    @Test
    void aTakeThatWaitsOutlivesAFlush() {
        take(ALICE, 1);
        CompletableFuture<List<Delivery>> taking =
                CompletableFuture.supplyAsync(() -> worker().take(ENGINE, ALICE, 1, Duration.ofSeconds(2)));
        flush();
        send(RUN, "a");

        List<Delivery> taken = new ArrayList<>(taking.join());
        taken.addAll(take(ALICE, 1));

        assertThat(taken).extracting(TaskQueueContract::clip).containsExactly("a");
    }

    // Runs

    @Test
    void publishingAgainReplacesTheFactsAndKeepsTheResults() {
        coordinator().publish(RUN, RunState.RUNNING, Map.of("probe.0", "a.mp4", "probe.1", "b.mp4"));
        finishRows("a");

        coordinator().publish(RUN, RunState.PAUSED, Map.of("probe.0", "c.mp4"));

        assertThat(coordinator().runs()).isEqualTo(Map.of(RUN.value(), Map.of("state", "paused", "probe.0", "c.mp4")));
        assertThat(results()).hasSize(1);
    }

    @Test
    void aWorkerReadsWhatARunsCoordinatorPublished() {
        assertThat(worker().facts(RUN)).isEmpty();

        coordinator().publish(RUN, RunState.RUNNING, Map.of("probes", "{}", "host", "h"));

        assertThat(worker().facts(RUN)).containsOnly(Map.entry("probes", "{}"), Map.entry("host", "h"));
    }

    @Test
    void aRunThatEndsLeavesNothing() {
        publish();
        coordinator().publish(OTHER_RUN, RunState.RUNNING, Map.of());
        coordinator().hold(RUN, "here", LONG);
        finishRows("a");

        coordinator().end(RUN);
        coordinator().end(RUN);

        assertThat(coordinator().runs()).containsOnlyKeys(OTHER_RUN.value());
        assertThat(coordinator().holder(RUN)).isEmpty();
        assertThat(results()).isEmpty();
        assertThat(worker().state(RUN)).isEmpty();
        assertThat(worker().finish(ENGINE, ALICE, "1-1", row("1-1", "a"))).isEqualTo(NO_RUN);
    }

    @Test
    void aRunsStateIsToldWhileSomebodyHoldsIt() {
        assertThat(worker().state(RUN)).isEmpty();
        coordinator().hold(RUN, "here", Duration.ofSeconds(30));
        assertThat(worker().state(RUN)).isEmpty();

        for (RunState state : RunState.values()) {
            coordinator().publish(RUN, state, Map.of());
            assertThat(worker().state(RUN)).contains(state);
        }

        passTime(Duration.ofSeconds(31));
        assertThat(worker().state(RUN)).isEmpty();
        assertThat(coordinator().runs()).containsOnlyKeys(RUN.value());
    }

    @Test
    void aRunIsHeldByOneAtATime() {
        assertThat(coordinator().holder(RUN)).isEmpty();

        assertThat(coordinator().hold(RUN, "here", LONG)).isTrue();
        assertThat(coordinator().hold(RUN, "there", LONG)).isFalse();
        assertThat(coordinator().hold(RUN, "here", LONG)).isTrue();
        assertThat(coordinator().hold(OTHER_RUN, "there", LONG)).isTrue();

        assertThat(coordinator().holder(RUN)).contains("here");
    }

    @Test
    void aHoldIsGivenUpByItsHolderOnly() {
        coordinator().hold(RUN, "here", LONG);

        coordinator().release(RUN, "there");
        assertThat(coordinator().holder(RUN)).contains("here");
        coordinator().release(RUN, "here");
        coordinator().release(RUN, "here");

        assertThat(coordinator().holder(RUN)).isEmpty();
        assertThat(coordinator().hold(RUN, "there", LONG)).isTrue();
    }

    @Test
    void aHoldThatIsNotRenewedIsOver() {
        coordinator().hold(RUN, "here", Duration.ofSeconds(30));
        passTime(Duration.ofSeconds(20));
        coordinator().hold(RUN, "here", Duration.ofSeconds(30));
        passTime(Duration.ofSeconds(20));
        assertThat(coordinator().hold(RUN, "there", LONG)).isFalse();

        passTime(Duration.ofSeconds(11));

        assertThat(coordinator().holder(RUN)).isEmpty();
        assertThat(coordinator().hold(RUN, "there", LONG)).isTrue();
    }

    // Workers

    @Test
    void heartbeatsAreTheLatestOfEachWorkerThatLives() {
        assertThat(coordinator().heartbeats()).isEmpty();
        worker().announce(ALICE, "alice 1", Duration.ofSeconds(30));
        worker().announce(BOB, "bob 1", Duration.ofSeconds(30));
        passTime(Duration.ofSeconds(20));
        worker().announce(ALICE, "alice 2", Duration.ofSeconds(30));
        assertThat(coordinator().heartbeats()).containsExactlyInAnyOrder("alice 2", "bob 1");

        passTime(Duration.ofSeconds(11));
        assertThat(coordinator().heartbeats()).containsExactly("alice 2");

        worker().leave(ALICE);
        worker().leave(ALICE);
        assertThat(coordinator().heartbeats()).isEmpty();
    }

    // What must not be asked

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> take(ALICE, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> coordinator().readResults(RUN, BEGINNING, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> coordinator().awaitResults(RUN, BEGINNING, 0, LONG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> coordinator().hold(RUN, "here", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> worker().announce(ALICE, "alice", Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> coordinator().publish(RUN, RunState.RUNNING, Map.of("state", "odd")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> finish(ALICE, "1-1", row("1-2", "a"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClosedQueueIsUnavailable() {
        coordinator().close();
        coordinator().close();

        assertThatThrownBy(() -> coordinator().depth(ENGINE)).isInstanceOf(QueueUnavailableException.class);
        assertThatThrownBy(() -> take(ALICE, 1)).isInstanceOf(QueueUnavailableException.class);
    }

    // The world of the tests

    protected final void publish() {
        coordinator().publish(RUN, RunState.RUNNING, Map.of("probe.0", "a.mp4"));
    }

    protected final List<String> send(RunId run, String... clips) {
        return coordinator()
                .send(
                        ENGINE,
                        List.of(clips).stream().map(clip -> task(run, clip)).toList());
    }

    protected final List<Delivery> take(WorkerId worker, int count) {
        return worker().take(ENGINE, worker, count, Duration.ZERO);
    }

    /// Sends a task and lets a worker take it, which gets nothing else.
    protected final String sendAndTake(WorkerId worker, String clip) {
        String entry = send(RUN, clip).getFirst();
        assertThat(take(worker, 1)).extracting(Delivery::entry).containsExactly(entry);
        return entry;
    }

    protected final WorkerQueue.Finish finish(WorkerId worker, String entry, ResultMessage result) {
        return worker().finish(ENGINE, worker, entry, result);
    }

    protected final void finishRows(String... clips) {
        for (String clip : clips) {
            String entry = send(RUN, clip).getFirst();
            assertThat(finish(ALICE, entry, row(entry, clip))).isEqualTo(DONE);
        }
    }

    protected final List<ResultEntry> results() {
        return coordinator().readResults(RUN, BEGINNING, 100);
    }

    protected static TaskMessage task(RunId run, String clip) {
        return new TaskMessage(run.value(), clip, 1, "{\"clip\":\"" + clip + "\"}");
    }

    protected static ResultMessage row(String entry, String clip) {
        return result(entry, clip, ResultMessage.Kind.EXTRACTED);
    }

    private static ResultMessage row(String entry, String clip, List<String> scores) {
        ResultMessage row = row(entry, clip);
        return new ResultMessage(
                row.run(),
                clip,
                entry,
                row.engine(),
                row.recipeDigest(),
                row.sizeBytes(),
                row.kind(),
                row.result(),
                scores);
    }

    private List<ResultEntry> allResults() {
        return coordinator().readResults(RUN, BEGINNING, 2 * WorkerQueue.MOST_WAITING);
    }

    protected static ResultMessage result(String entry, String clip, ResultMessage.Kind kind) {
        return new ResultMessage(
                RUN.value(), clip, entry, ENGINE.value(), "0123456789abcdef", 4711, kind, "{\"mean\":NaN}");
    }

    private static String clip(Delivery delivery) {
        return delivery.message().clip();
    }
}
