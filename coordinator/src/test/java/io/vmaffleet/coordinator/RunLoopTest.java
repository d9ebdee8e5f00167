package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.AttemptEvent;
import io.vmaffleet.coordinator.ledger.InMemoryLedger;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.status.RunPhase;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.testing.CarriedTaskQueue;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.queue.testing.OutageTaskQueue;
import io.vmaffleet.queue.testing.SettableClock;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run's loop turned by hand, where two lives or two attempts meet.
class RunLoopTest {
    private static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");
    private static final WorkerId WORKER = new WorkerId("h:1:0a");
    private static final WorkerId OTHER = new WorkerId("g:1:0a");

    private static final FeatureRow ROW = TestRows.k150k(
            960, 540, 30, false, 1, Collections.nCopies(Feature.inOrder().size(), TestRows.stats(1, 0)));

    private final SettableClock clock = new SettableClock();
    private final InMemoryTaskQueue redis = new InMemoryTaskQueue(clock);
    private final OutageTaskQueue link = new OutageTaskQueue(redis);
    private final InMemoryLedger ledger = new InMemoryLedger();
    private final List<String> said = new ArrayList<>();
    private Runnable beforeALookAtTheLeases = () -> {};
    private boolean refusesToHold;
    private Plan plan;
    private SteppedRun run;
    private int lives;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        plan = Plan.of(new CorpusFolder(folder)
                .clip("a.mp4")
                .clip("b.mp4")
                .scores("video_name,video_score", "a.mp4,1")
                .read());
        live();
    }

    @Test
    void anOutageLongerThanALeaseEndsNone() {
        List<Delivery> held = take(2);
        pass(Duration.ofSeconds(5));
        link.goDown();
        pass(Duration.ofSeconds(60));

        link.comeBack();
        pass(Duration.ofSeconds(20));

        assertThat(redis.pending(ENGINE)).extracting(PendingTask::entry).containsExactlyElementsOf(entries(held));
        assertThat(history("a.mp4")).isEmpty();
    }

    @Test
    void aLeaseThatNobodyRenewsEndsAndTheClipIsSentAgain() {
        take(2);

        pass(Duration.ofSeconds(35));

        assertThat(history("a.mp4")).extracting(AttemptEvent::kind).containsExactly(AttemptEvent.Kind.EXPIRED);
        assertThat(take(2)).hasSize(2);
    }

    @Test
    void aFailureThatALifeForcedButDidNotRemoveIsCountedOnce() throws IOException {
        fail(take(1).getFirst(), FailureReason.ENGINE_CRASH);
        run.turn();

        // dies when all is forced and nothing is removed
        ledger.crash(everything());
        live();
        pass(Duration.ofSeconds(15));

        assertThat(history("a.mp4")).hasSize(1);
        assertThat(run.counts().failed()).isZero();
        assertThat(redis.readResults(ledger.manifest().run(), "0-0", 10)).isEmpty();
    }

    @Test
    void aClipThatMustRunAloneStillMustInTheNextLife() throws IOException {
        fail(take(1).getFirst(), FailureReason.ENGINE_CRASH);
        pass(Duration.ofSeconds(1));
        ledger.crash(everything());
        redis.flush();

        live();
        pass(Duration.ofSeconds(12));

        assertThat(tasks(take(2)))
                .filteredOn(ClipTask::alone)
                .extracting(task -> task.clip().value())
                .containsExactly("a.mp4");
    }

    @Test
    void aLeaseThatEndsBesideTheFailureThatGivesTheClipUpDoesNotUndoIt() {
        Delivery lost = take(1).getFirst();
        pass(Duration.ofSeconds(25));
        String twin = redis.send(ENGINE, List.of(lost.message())).getFirst();
        run.turn();
        pass(Duration.ofSeconds(4));
        Delivery second = take(2).stream()
                .filter(delivery -> delivery.entry().equals(twin))
                .findFirst()
                .orElseThrow();
        fail(second, FailureReason.TRUNCATED);
        clock.advance(Duration.ofSeconds(2));

        // both are judged before either is forced
        run.turn();
        run.force(10);
        run.turn();

        assertThat(run.counts().failed()).isEqualTo(1);
        List<String> givenUp = new ArrayList<>();
        ledger.forEachGivenUp(clip -> givenUp.add(clip.clipName()));
        assertThat(givenUp).containsExactly("a.mp4");
    }

    @Test
    void aTornResultOfATaskIsAnAttemptAndOneOfNoTaskIsNone() {
        Delivery task = take(1).getFirst();
        String run = ledger.manifest().run().value();
        ResultMessage stray = new ResultMessage(
                run, "b.mp4", "1-1", ENGINE.value(), "?", 1, ResultMessage.Kind.EXTRACTED, "{\"version\":2}");
        ResultMessage torn = new ResultMessage(
                run, "a.mp4", task.entry(), ENGINE.value(), "?", 1, ResultMessage.Kind.EXTRACTED, "{\"row\":{\"feat");
        redis.finish(ENGINE, WORKER, "1-1", stray);
        redis.finish(ENGINE, WORKER, task.entry(), torn);

        pass(Duration.ofSeconds(1));

        assertThat(history("a.mp4")).extracting(AttemptEvent::kind).containsExactly(AttemptEvent.Kind.UNREADABLE);
        assertThat(history("b.mp4")).isEmpty();
        assertThat(redis.readResults(ledger.manifest().run(), "0-0", 10)).isEmpty();
    }

    @Test
    void aFailureThatAWorkerLeftBehindIsJudgedWhenItIsKnownWhoLives() throws IOException {
        announce(OTHER, "g");
        pass(Duration.ofSeconds(1));
        fail(take(1).getFirst(), FailureReason.MISSING_FILE);

        // its first audit finds the failure
        live();
        pass(Duration.ofSeconds(2));

        assertThat(history("a.mp4"))
                .extracting(AttemptEvent::verdict)
                .containsExactly(Optional.of(Verdict.AGAIN_ELSEWHERE));
    }

    @Test
    void aHostWhoseHeartbeatWasWipedIsStillAnotherHost() {
        announce(OTHER, "g");
        pass(Duration.ofSeconds(1));
        redis.flush();
        pass(Duration.ofSeconds(12));

        fail(take(1).getFirst(), FailureReason.MISSING_FILE);
        pass(Duration.ofSeconds(2));

        assertThat(run.counts().failed()).isZero();
    }

    @Test
    void whatMustRunAloneIsSentAloneAfterItWasHandedBackOrLost() {
        fail(take(1).getFirst(), FailureReason.ENGINE_CRASH);
        row(take(1).getFirst());
        pass(Duration.ofSeconds(1));

        handBack(takeAlone(), WORKER, "not now");
        pass(Duration.ofSeconds(2));
        takeAlone();
        redis.flush();
        pass(Duration.ofSeconds(12));

        assertThat(tasks(take(2))).extracting(ClipTask::alone).containsExactly(true);
    }

    @Test
    void whatRunsAloneForALifeBeforeLeavesNoRoomForAnother() throws IOException {
        fail(take(1).getFirst(), FailureReason.ENGINE_CRASH);
        fail(take(1).getFirst(), FailureReason.ENGINE_CRASH);
        pass(Duration.ofSeconds(1));
        assertThat(take(2)).hasSize(1);

        live();
        pass(Duration.ofSeconds(12));

        assertThat(take(2)).isEmpty();
    }

    @Test
    void aDrainKeepsWhatIsHandedOverWhileItLooksAtTheLeases() {
        Delivery task = take(1).getFirst();
        beforeALookAtTheLeases = () -> row(task);

        run.drain();
        pass(Duration.ofSeconds(1));

        assertThat(ledger.done(new ClipName("a.mp4"))).isTrue();
    }

    @Test
    void aRunWhoseTasksEveryWorkerGivesBackPausesAndSaysWhy() {
        announce(OTHER, "g");
        for (int i = 0; i < 8; i++) {
            WorkerId worker = i % 2 == 0 ? WORKER : OTHER;
            redis.take(ENGINE, worker, 2, Duration.ZERO)
                    .forEach(task -> handBack(task, worker, "it has no such model"));
            passBoth(Duration.ofSeconds(20));
        }

        assertThat(said)
                .filteredOn(one -> one.startsWith("every worker gives back"))
                .hasSize(1);
        assertThat(said)
                .anyMatch(one -> one.contains("host h (it has no such model)") && one.contains("host g (it has no"));
        assertThat(redis.state(ledger.manifest().run())).contains(RunState.RUNNING);
        assertThat(redis.depth(ENGINE)).as("one clip is tried, no more").isLessThanOrEqualTo(1);
    }

    @Test
    void aRunThatNobodyServesTriesOneClipAfterTheOther() {
        Set<String> tried = new HashSet<>();
        for (int second = 0; second < 200; second++) {
            take(2).forEach(task -> {
                if (said.stream().anyMatch(one -> one.startsWith("every worker gives back"))) {
                    tried.add(task.message().clip());
                }
                handBack(task, WORKER, "no memory");
            });
            pass(Duration.ofSeconds(1));
        }

        assertThat(tried).containsExactlyInAnyOrder("a.mp4", "b.mp4");
    }

    @Test
    void whatWasHandedBackWhileTheOnlyWorkerWasUnfitIsForgottenWhenItIsFit() {
        for (int second = 0; second < 20; second++) {
            take(2).forEach(task -> handBack(task, WORKER, "no mount"));
            pass(Duration.ofSeconds(1));
        }
        int before = said.size();
        for (int second = 0; second < 3; second++) {
            announce(WORKER, "h", ENGINE.value(), Map.of(ledger.manifest().run().value(), "no mount"));
            passInSilence(Duration.ofSeconds(1));
        }

        pass(Duration.ofSeconds(5));

        assertThat(said.subList(before, said.size())).noneMatch(one -> one.startsWith("every worker gives back"));
        assertThat(take(2)).hasSize(2);
    }

    @Test
    void aClipThatComesBackWhileOthersAreMeasuredPausesNothing() {
        take(1);
        for (int second = 0; second < 25; second++) {
            take(1).forEach(task -> handBack(task, WORKER, "no such model"));
            redis.renew(
                    ENGINE,
                    WORKER,
                    redis.pending(ENGINE).stream().map(PendingTask::entry).toList());
            pass(Duration.ofSeconds(1));
        }

        assertThat(said).noneMatch(one -> one.startsWith("every worker gives back"));
    }

    @Test
    void aRunThatPausedSinceNobodyTookItsTasksGoesOnWhenSomebodyDoes() {
        for (int i = 0; i < 4; i++) {
            take(2).forEach(task -> handBack(task, WORKER, "no memory"));
            pass(Duration.ofSeconds(20));
        }
        pass(Duration.ofSeconds(60));

        row(take(2).getFirst());
        pass(Duration.ofSeconds(2));

        assertThat(said).last().asString().contains("the run goes on");
        assertThat(take(2)).hasSize(1);
    }

    @Test
    void aRowOfAnotherEngineIsPutAsideAndChargedToNobody() {
        finish(take(1).getFirst(), WORKER, new ClipResult.Extracted(ROW), new EngineFingerprint("00000000000000e2"));

        pass(Duration.ofSeconds(3));

        assertThat(history("a.mp4")).isEmpty();
        assertThat(ledger.done(new ClipName("a.mp4"))).isFalse();
        assertThat(redis.readResults(ledger.manifest().run(), "0-0", 10)).isEmpty();
        assertThat(take(2)).hasSize(2);
    }

    @Test
    void aRowWithoutAColumnOfTheRecipeIsPutAsideAndItsClipMeasuredAgain() {
        Map<FeatureColumn, Double> values = new LinkedHashMap<>(ROW.values());
        values.remove(new FeatureColumn(Feature.VMAF, Statistic.MEAN));
        FeatureRow lacking = new FeatureRow(960, 540, 30, false, 1, values);
        finish(take(1).getFirst(), WORKER, new ClipResult.Extracted(lacking), ENGINE);

        pass(Duration.ofSeconds(3));

        assertThat(history("a.mp4")).isEmpty();
        assertThat(ledger.done(new ClipName("a.mp4"))).isFalse();
        assertThat(take(2)).extracting(one -> one.message().clip()).contains("a.mp4");
    }

    @Test
    void aPauseAndItsEndOutliveAFlush() {
        var _ = run.pause();
        run.turn();
        redis.flush();
        pass(Duration.ofSeconds(12));
        assertThat(redis.state(ledger.manifest().run())).contains(RunState.PAUSED);
        assertThat(redis.depth(ENGINE)).isZero();

        run.goOn();
        run.turn();
        redis.flush();
        pass(Duration.ofSeconds(12));

        assertThat(redis.state(ledger.manifest().run())).contains(RunState.RUNNING);
        assertThat(take(2)).hasSize(2);
    }

    @Test
    void aCancelOutlivesAFlush() {
        run.cancel();
        redis.flush();

        assertThat(run.turn()).contains(SteppedRun.Ended.CANCELLED);
        assertThat(ledger.manifest().state()).isEqualTo(RunManifest.State.CANCELLED);
        assertThat(redis.depth(ENGINE)).isZero();
    }

    @Test
    void whatIsAskedAfterACancelDoesNotUndoIt() {
        run.cancel();
        CompletableFuture<String> pause = run.pause();
        run.goOn();

        assertThat(run.turn()).contains(SteppedRun.Ended.CANCELLED);

        assertThat(ledger.manifest().state()).isEqualTo(RunManifest.State.CANCELLED);
        assertThat(pause.exceptionNow()).hasMessageContaining("is cancelled");
        assertThat(run.shown().phase()).isEqualTo(RunPhase.STOPPING);
    }

    @Test
    void aPausedRunTellsWhyAsLongAsItIsAndWhatIsTrueNow() {
        passInSilence(Duration.ofSeconds(90));
        assertThat(run.shown().phase()).isEqualTo(RunPhase.PAUSED);
        assertThat(run.shown().pauses()).singleElement().asString().startsWith("no worker is there");

        announce(OTHER, "g", ENGINE.value(), Map.of(ledger.manifest().run().value(), "no mount"));
        passInSilence(Duration.ofSeconds(5));
        assertThat(run.shown().pauses()).singleElement().asString().contains("host g (no mount)");

        var _ = run.pause();
        pass(Duration.ofSeconds(5));
        assertThat(run.shown().pauses()).singleElement().asString().contains("an operator has paused");

        run.goOn();
        pass(Duration.ofSeconds(5));
        assertThat(run.shown().phase()).isEqualTo(RunPhase.RUNNING);
        assertThat(run.shown().pauses()).isEmpty();
    }

    @Test
    void whoeverLeavesARunThatEveryWorkerRefusesDoesNotLetItGoOn() {
        for (int i = 0; i < 4; i++) {
            take(2).forEach(task -> handBack(task, WORKER, "no memory"));
            pass(Duration.ofSeconds(20));
        }
        assertThat(run.shown().pauses()).singleElement().asString().startsWith("every worker gives back");

        passInSilence(Duration.ofSeconds(60));

        assertThat(said).noneMatch(one -> one.contains("the run goes on"));
        assertThat(run.shown().pauses()).hasSize(2);
    }

    @Test
    void aRunWithoutAnyWorkerPausesAndSaysSo() {
        passInSilence(Duration.ofSeconds(90));

        assertThat(said).filteredOn(one -> one.startsWith("no worker is there")).hasSize(1);
        assertThat(redis.depth(ENGINE)).isZero();

        pass(Duration.ofSeconds(5));
        assertThat(take(2)).hasSize(2);
    }

    @Test
    void aRunForWhoseEngineNoWorkerIsThereSaysWhatIsOfferedInstead() {
        for (int second = 0; second < 90; second++) {
            announce(OTHER, "g", "00000000000000e2", Map.of());
            passInSilence(Duration.ofSeconds(1));
        }

        assertThat(said)
                .filteredOn(one -> one.startsWith("no worker offers this run's engine 00000000000000e1"))
                .singleElement()
                .asString()
                .contains("g offers 00000000000000e2");
    }

    @Test
    void aRunDoesNotGoOnBecauseItsOnlyWorkerWhichWasUnfitLeaves() {
        for (int second = 0; second < 20; second++) {
            announce(WORKER, "h", ENGINE.value(), Map.of(ledger.manifest().run().value(), "no mount"));
            passInSilence(Duration.ofSeconds(1));
        }

        passInSilence(Duration.ofSeconds(60));

        assertThat(said).noneMatch(one -> one.contains("the run goes on"));
        assertThat(redis.depth(ENGINE)).isZero();
    }

    @Test
    void aClipThatFailedJustAfterAWipeIsNotSentToTheSameHostAgain() {
        announce(OTHER, "g");
        pass(Duration.ofSeconds(1));
        redis.flush();
        pass(Duration.ofSeconds(12));
        Delivery first = take(1).getFirst();

        fail(first, FailureReason.SOURCE_DIFFERS);
        pass(Duration.ofSeconds(2));

        assertThat(tasks(take(2)))
                .filteredOn(task -> task.clip().value().equals(first.message().clip()))
                .extracting(ClipTask::avoidHost)
                .containsExactly(Optional.of("h"));
    }

    @Test
    void aResultOfNoRunThatNamesATaskStrandsNoClip() {
        Delivery task = take(1).getFirst();
        redis.drop(ENGINE, List.of(task.entry()));
        redis.addResult(
                ledger.manifest().run(),
                Map.of("task", task.entry(), "clip", task.message().clip()));

        pass(Duration.ofSeconds(3));

        assertThat(take(2)).extracting(one -> one.message().clip()).contains("a.mp4");
    }

    @Test
    void aServerWithoutMemoryIsFreedOfWhatIsOnTheDisk() {
        row(take(1).getFirst());
        pass(Duration.ofSeconds(1));
        row(take(1).getFirst());
        refusesToHold = true;

        pass(Duration.ofSeconds(30));

        assertThat(ledger.doneCount()).isEqualTo(2);
        assertThat(redis.readResults(ledger.manifest().run(), "0-0", 10)).isEmpty();
    }

    @Test
    void aRetryIsAnsweredWhenItIsOnTheDiskAndOneThatNamesOthersChangesNothing() {
        fail(take(1).getFirst(), FailureReason.TRUNCATED);
        pass(Duration.ofSeconds(2));
        assertThat(run.counts().failed()).isEqualTo(1);
        CompletableFuture<String> wrong = run.retry("a.mp4", "b.mp4");
        CompletableFuture<String> right = run.retry("a.mp4");

        run.turn();

        assertThat(wrong).isCompletedExceptionally();
        assertThat(wrong.exceptionNow()).hasMessageContaining("no clip of that name has failed: b.mp4");
        assertThat(right).isNotDone();
        run.force(10);
        run.turn();
        assertThat(right).isCompletedWithValue("1 clip is tried again");
    }

    private void passInSilence(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            run.turn();
            run.force(100);
        }
    }

    private void live() throws IOException {
        redis.holder(ledger.manifest().run())
                .ifPresent(before -> redis.release(ledger.manifest().run(), before));
        lives++;
        run = new SteppedRun(
                door(), ledger, plan, ENGINE, "life:" + lives, clock, clock::nanoTime, new Random(1), said::add);
        announce();
        run.turn();
        run.turn();
    }

    /// The way to the queue, with others who act while the loop does.
    private CoordinatorQueue door() {
        return new CarriedTaskQueue(link) {
            @Override
            protected <T> T carry(Supplier<T> question) {
                return question.get();
            }

            @Override
            public boolean hold(RunId run, String holder, Duration ttl) {
                if (refusesToHold) {
                    throw new QueueUnavailableException(
                            "OOM command not allowed when used memory > 'maxmemory'", null, true);
                }
                return super.hold(run, holder, ttl);
            }

            @Override
            public List<PendingTask> pending(EngineFingerprint engine) {
                Runnable act = beforeALookAtTheLeases;
                beforeALookAtTheLeases = () -> {};
                act.run();
                return super.pending(engine);
            }
        };
    }

    /// Time goes on in steps in which the worker is seen, the loop turns and the disk keeps up.
    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            clock.advance(Duration.ofSeconds(1));
            announce();
            run.turn();
            run.force(100);
        }
        run.turn();
    }

    private void announce() {
        announce(WORKER, "h");
    }

    private void announce(WorkerId worker, String host) {
        announce(worker, host, ENGINE.value(), Map.of());
    }

    private void announce(WorkerId worker, String host, String engine, Map<String, String> unfit) {
        redis.announce(
                worker,
                new Heartbeat(
                                worker.value(),
                                host,
                                1,
                                "test",
                                engine,
                                Map.of(),
                                List.of(),
                                Collections.nCopies(2, new Heartbeat.Slot(0, "idle", "", "", 0, 0, 0)),
                                0,
                                0,
                                false,
                                unfit)
                        .encode(),
                Duration.ofSeconds(30));
    }

    private List<Delivery> take(int count) {
        return redis.take(ENGINE, WORKER, count, Duration.ZERO);
    }

    private void passBoth(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            announce(OTHER, "g");
            pass(Duration.ofSeconds(1));
        }
    }

    /// The one task that is there, which runs alone.
    private Delivery takeAlone() {
        List<Delivery> taken = take(2);
        assertThat(tasks(taken)).extracting(ClipTask::alone).containsExactly(true);
        return taken.getFirst();
    }

    private void fail(Delivery delivery, FailureReason reason) {
        finish(delivery, WORKER, new ClipResult.Failed(reason, "it is poison"), ENGINE);
    }

    private void row(Delivery delivery) {
        finish(delivery, WORKER, new ClipResult.Extracted(ROW), ENGINE);
    }

    private void handBack(Delivery delivery, WorkerId by, String why) {
        finish(delivery, by, new ClipResult.HandedBack(why), ENGINE);
    }

    private void finish(Delivery delivery, WorkerId by, ClipResult result, EngineFingerprint measuredBy) {
        ClipTask task = TaskCodec.decode(delivery.message());
        AttemptReport report = new AttemptReport(
                task.run(),
                task.clip(),
                delivery.entry(),
                task.recipe().digest(),
                task.sizeBytes(),
                result,
                new Provenance(by.value().substring(0, 1), by, measuredBy, 1, 0.1, false, Optional.empty()));
        redis.finish(ENGINE, by, delivery.entry(), ResultCodec.encode(report));
    }

    private List<AttemptEvent> history(String clip) {
        return ledger.history(new ClipName(clip));
    }

    private static List<String> entries(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::entry).toList();
    }

    private static List<ClipTask> tasks(List<Delivery> deliveries) {
        return deliveries.stream()
                .map(delivery -> TaskCodec.decode(delivery.message()))
                .toList();
    }

    /// A crash that comes when all that was submitted is on the disk.
    private static RandomGenerator everything() {
        return new Random() {
            private static final long serialVersionUID = 1;

            @Override
            public int nextInt(int bound) {
                return bound - 1;
            }
        };
    }
}
