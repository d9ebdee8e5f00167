package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.InMemoryLedger;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.queue.testing.SettableClock;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.FrameCodec;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.TaskCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that wants the scores of each frame, turned by hand.
class FramesRunLoopTest {
    private static final EngineFingerprint ENGINE = ScriptedWorker.ENGINE;
    private static final WorkerId WORKER = new WorkerId("h:1:0a");
    private static final ClipName CLIP = new ClipName("a.mp4");
    private static final int FRAMES = 2000;

    private final SettableClock clock = new SettableClock();
    private final InMemoryTaskQueue redis = new InMemoryTaskQueue(clock);
    private final InMemoryLedger ledger = new InMemoryLedger();
    private SteppedRun run;

    @BeforeEach
    void begin(@TempDir Path folder) throws IOException {
        ledger.wantFrames();
        Plan plan = Plan.of(new CorpusFolder(folder)
                .clip("a.mp4")
                .clip("still_out.mp4")
                .scores("video_name,video_score", "a.mp4,1")
                .read());
        run = new SteppedRun(redis, ledger, plan, ENGINE, "me", clock, clock::nanoTime, new Random(1), sentence -> {});
        pass();
    }

    @Test
    void theTaskAsksForThemAndTheyAreWithTheRowWhenItLeavesRedis() {
        List<String> scores = scores(FRAMES);

        finish(take(), scores);
        pass();

        assertThat(scores).hasSizeGreaterThan(1);
        assertThat(ledger.scores(CLIP)).isEqualTo(scores);
        assertThat(results()).isEmpty();
    }

    @Test
    void aRowWhoseScoresWereTrimmedAwayIsMeasuredAgain() {
        finish(take(), scores(FRAMES));
        redis.deleteResults(
                ledger.manifest().run(), List.of(results().getFirst().entry()));

        pass();

        assertThat(ledger.row(CLIP)).isEmpty();
        assertThat(results()).isEmpty();
        pass();
        finish(take(), scores(FRAMES));
        pass();
        assertThat(ledger.scores(CLIP)).hasSizeGreaterThan(1);
    }

    @Test
    void aRowWithoutScoresOrWithThoseOfFewerFramesIsNone() {
        for (List<String> wrong : List.of(List.<String>of(), scores(FRAMES - 1), List.of("garbage"))) {
            finish(take(), wrong);
            pass();
            assertThat(ledger.row(CLIP)).isEmpty();
            pass();
        }
        assertThat(ledger.unreadable()).isEqualTo(3);
    }

    @Test
    void aSecondRowIsComparedWithOrWithoutItsScores() {
        Delivery delivery = take();
        finish(delivery, scores(FRAMES));
        pass();
        finish(delivery, scores(FRAMES));
        finish(delivery, List.of());

        pass();

        assertThat(results()).isEmpty();
        assertThat(ledger.unreadable()).isZero();
        assertThat(ledger.history(CLIP)).isEmpty();
    }

    @Test
    void scoresWithoutAResultLeaveRedis() {
        finish(take(), scores(FRAMES));
        List<ResultEntry> all = results();
        redis.deleteResults(ledger.manifest().run(), List.of(all.getLast().entry()));
        redis.addResult(ledger.manifest().run(), Map.of("task", "9-9", "result", "{}"));

        pass();

        assertThat(results()).isEmpty();
    }

    private Delivery take() {
        List<Delivery> taken = redis.take(ENGINE, WORKER, 2, Duration.ZERO);
        assertThat(taken)
                .allMatch(delivery -> TaskCodec.decode(delivery.message()).frames());
        return taken.stream()
                .filter(delivery -> delivery.message().clip().equals(CLIP.value()))
                .findFirst()
                .orElseThrow();
    }

    private void finish(Delivery delivery, List<String> scores) {
        ClipTask task = TaskCodec.decode(delivery.message());
        AttemptReport report = new AttemptReport(
                task.run(),
                task.clip(),
                delivery.entry(),
                task.recipe().digest(),
                task.sizeBytes(),
                new ClipResult.Extracted(Rows.of(task.clip())),
                new Provenance("h", WORKER, ENGINE, FRAMES, 0.1, false, Optional.empty()));
        redis.finish(ENGINE, WORKER, delivery.entry(), ResultCodec.encode(report, scores));
    }

    private static List<String> scores(int frames) {
        List<IntToDoubleFunction> columns = new ArrayList<>(Collections.nCopies(25, frame -> 0.1 * frame));
        return FrameCodec.encode(frames, columns);
    }

    private List<ResultEntry> results() {
        return redis.readResults(ledger.manifest().run(), "0-0", 100);
    }

    private void pass() {
        for (int second = 0; second < 5; second++) {
            clock.advance(Duration.ofSeconds(1));
            redis.announce(WORKER, ScriptedWorker.heartbeat(WORKER), Duration.ofSeconds(30));
            run.turn();
            run.force(100);
        }
        run.turn();
    }
}
