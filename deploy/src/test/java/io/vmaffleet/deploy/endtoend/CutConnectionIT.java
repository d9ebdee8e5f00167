package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.coordinator.RedisRun;
import io.vmaffleet.coordinator.RunOutcome;
import io.vmaffleet.coordinator.status.ClipCounts;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.queue.testing.CutProxy;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.worker.Worker;
import io.vmaffleet.worker.WorkerOptions;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.ScriptedEngine;
import io.vmaffleet.worker.loop.LoopLimits;
import io.vmaffleet.worker.testing.LogLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A real coordinator and a real worker (whose engines only pretend) lose their way to Redis for a minute.
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class CutConnectionIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    /// The last ones take their engine two seconds each, so the way is cut while there is work.
    private static final List<String> CLIPS = Stream.concat(
                    IntStream.range(0, 60).mapToObj(clip -> String.format("row-%03d.mp4", clip)),
                    IntStream.range(0, 4).mapToObj(clip -> String.format("slow-%03d.mp4", clip)))
            .toList();

    private static final String LOST = "the queue does not answer";
    private static final String FOUND = "the queue answers again";

    @TempDir
    private Path folder;

    private byte[] undisturbed = {};

    @BeforeEach
    void runUndisturbed(@TempDir Path elsewhere) throws Exception {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue = RedisTaskQueue.connect(redis.uri(), "default");
                Worker worker = worker(queue)) {
            RedisRun run = new RedisRun(RedisRun.corpus(elsewhere, CLIPS), elsewhere.resolve("a.parquet"), redis.uri());
            worker.start();
            run.run();
            undisturbed = run.table();
        }
    }

    @Test
    void aConnectionThatIsCutForAMinuteIsToldOnceOnBothSides() throws Exception {
        lose(CutProxy::cut, way -> await().atMost(BOUND).until(() -> way.triesInVain() >= 12));
    }

    @Test
    void aServerThatStallsForAMinuteIsToldOnceOnBothSides() throws Exception {
        lose(CutConnectionIT::stallNewOnes, way -> await().atMost(BOUND).until(() -> way.triesInVain() >= 3));
    }

    /// Those that are there end; new ones are taken, and nothing comes back on them.
    private static void stallNewOnes(CutProxy way) {
        way.stall();
        way.endOpen();
    }

    private void lose(Consumer<CutProxy> fault, Consumer<CutProxy> meanwhile) throws Exception {
        RunOutcome outcome;
        RedisRun run;
        try (LogLines log = new LogLines();
                RedisProcess redis = RedisProcess.startEmbedded();
                CutProxy way = new CutProxy(redis.port());
                RedisTaskQueue queue = RedisTaskQueue.connect(way.uri(), "default");
                Worker worker = worker(queue)) {
            run = new RedisRun(RedisRun.corpus(folder, CLIPS), folder.resolve("a.parquet"), way.uri());
            worker.start();
            CompletableFuture<RunOutcome> running = run.start();
            await().atMost(BOUND)
                    .until(() -> run.coordinator()
                            .snapshot()
                            .filter(snapshot -> snapshot.counts().done() >= 20)
                            .isPresent());

            fault.accept(way);
            await().atMost(BOUND)
                    .until(() -> run.timesSaid("Redis does not answer") > 0
                            && !log.with(LOST).isEmpty());
            for (int step = 0; step < 12; step++) {
                run.clock().skip(Duration.ofSeconds(5));
            }
            meanwhile.accept(way);
            assertThat(running).isNotDone();
            // what was asked while it stalled is not answered late
            way.endOpen();
            way.mend();

            outcome = running.get(BOUND.toSeconds(), TimeUnit.SECONDS);
            assertThat(log.with(LOST)).hasSize(1);
            assertThat(log.with(FOUND)).hasSize(1);
        }

        assertThat(outcome.snapshot().counts()).isEqualTo(new ClipCounts(CLIPS.size(), CLIPS.size(), 0, 0, 0, 0, 0, 0));
        assertThat(run.table()).isEqualTo(undisturbed);
        assertThat(run.attempts()).isEmpty();
        assertThat(run.timesSaid("Redis does not answer")).isEqualTo(1);
        assertThat(run.said())
                .filteredOn(sentence -> sentence.startsWith("Redis answers again"))
                .singleElement()
                .satisfies(sentence -> assertThat(Long.parseLong(sentence.replaceAll("\\D", "")))
                        .isGreaterThanOrEqualTo(60));
    }

    private static Worker worker(RedisTaskQueue queue) {
        return new Worker(
                new WorkerOptions(
                        "here",
                        2,
                        List.of("/clips"),
                        "test",
                        10_000,
                        ScriptedEngine.command("ok"),
                        EngineLimits.DEFAULT,
                        LoopLimits.DEFAULT),
                queue);
    }
}
