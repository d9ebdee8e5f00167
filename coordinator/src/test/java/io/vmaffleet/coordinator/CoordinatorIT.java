package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.coordinator.ledger.GivenUpClips;
import io.vmaffleet.coordinator.ledger.LedgerDamagedException;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.LedgerHeldException;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.status.ClipCounts;
import io.vmaffleet.coordinator.status.RunPhase;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A coordinator on a real Redis and real files; only the measuring is scripted.
class CoordinatorIT {
    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private RedisProcess redis;
    private CorpusFolder corpus;

    @BeforeEach
    void startRedis() {
        redis = RedisProcess.startEmbedded();
        corpus = new CorpusFolder(folder);
        StringBuilder scores = new StringBuilder("video_name,video_score");
        for (int clip = 0; clip < 150; clip++) {
            String name = String.format("clip%03d.mp4", clip);
            corpus.clip(name);
            scores.append('\n').append(name).append(',').append(1 + clip % 5);
        }
        corpus.scores(scores.toString());
    }

    @AfterEach
    void stopRedis() {
        redis.close();
    }

    @Test
    void aRunWritesATableAndLeavesNothingInRedis() throws Exception {
        RunOutcome outcome = runWith(CoordinatorIT::measured, output("a"));

        assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
        assertThat(outcome.snapshot().counts()).isEqualTo(new ClipCounts(150, 150, 0, 0, 0, 0, 0, 0));
        assertThat(output("a")).exists();
        assertThat(folder.resolve("a.rows.jsonl")).doesNotExist();
        try (RedisTaskQueue queue = RedisTaskQueue.connect(redis.uri(), "default")) {
            assertThat(queue.depth(ScriptedWorker.ENGINE)).isZero();
            assertThat(queue.runs()).isEmpty();
        }
    }

    @Test
    void aFinishedRunHasNothingToDoAndNeedsNoFleet() throws Exception {
        runWith(CoordinatorIT::measured, output("a"));
        byte[] before = Files.readAllBytes(output("a"));

        RunOutcome again = coordinator(output("a"), QueueFleet.Opening.none()).run();

        assertThat(again.ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
        assertThat(Files.readAllBytes(output("a"))).isEqualTo(before);
    }

    @Test
    void aFinishedTableOfOtherBytesIsNoneAndWrittenAnewWhenItIsMovedAway() throws Exception {
        runWith(CoordinatorIT::measured, output("a"));
        byte[] before = Files.readAllBytes(output("a"));
        byte[] flipped = before.clone();
        flipped[flipped.length / 2] ^= 1;
        for (byte[] other : List.of(flipped, Arrays.copyOf(before, 100))) {
            Files.write(output("a"), other);

            assertThatThrownBy(() ->
                            coordinator(output("a"), QueueFleet.Opening.none()).run())
                    .isInstanceOf(LedgerDamagedException.class)
                    .hasMessageContaining("a.parquet is not the table that its run wrote")
                    .hasMessageContaining("move it away");
            assertThat(output("a")).hasBinaryContent(other);
        }
        Files.delete(output("a"));

        runWith(CoordinatorIT::measured, output("a"));

        assertThat(output("a")).hasBinaryContent(before);
    }

    @Test
    void aFinishedRunWritesItsListOfFailedClipsAnew() throws Exception {
        runWith(
                task -> task.clip().value().equals("clip001.mp4")
                        ? new ClipResult.Failed(FailureReason.TRUNCATED, "it ends too early")
                        : measured(task),
                output("a"));
        Path list = folder.resolve("a.failed.jsonl");
        String before = Files.readString(list);
        Files.writeString(list, "{\"clip_na");

        coordinator(output("a"), QueueFleet.Opening.none()).run();

        assertThat(list).hasContent(before);
    }

    @Test
    void otherLabelsWriteAFinishedTableAnewWithoutExtraction() throws Exception {
        runWith(CoordinatorIT::measured, output("a"));
        corpus.scores("video_name,video_score", "clip003.mp4,2.5");
        runWith(CoordinatorIT::measured, output("b"));

        RunOutcome again = coordinator(output("a"), QueueFleet.Opening.none()).run();

        assertThat(again.ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
        assertThat(Files.readAllBytes(output("a"))).isEqualTo(Files.readAllBytes(output("b")));
    }

    @Test
    void anExtendedRunHasTheBytesOfOneThatHadAllClipsFromTheStart() throws Exception {
        runWith(CoordinatorIT::measured, output("a"));
        corpus.clip("added.mp4");
        runWith(CoordinatorIT::measured, output("b"));

        assertThatThrownBy(() ->
                        coordinator(output("a"), QueueFleet.Opening.none()).run())
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("--extend");
        RunOutcome extended = runWith(CoordinatorIT::measured, output("a"), true);

        assertThat(extended.snapshot().counts().done()).isEqualTo(151);
        assertThat(Files.readAllBytes(output("a"))).isEqualTo(Files.readAllBytes(output("b")));
    }

    @Test
    void aFailedClipIsListedWithItsReasonAndOneLeftOutIsNoFailure() throws Exception {
        RunOutcome outcome = runWith(
                task -> switch (task.clip().value()) {
                    case "clip001.mp4" -> new ClipResult.Failed(FailureReason.TRUNCATED, "it ends too early");
                    case "clip002.mp4" -> new ClipResult.Failed(FailureReason.TOO_SMALL, "64x64");
                    case "clip004.mp4" -> new ClipResult.Failed(FailureReason.ENGINE_CRASH, "SIGSEGV");
                    default -> measured(task);
                },
                output("a"));

        assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.FAILED_CLIPS);
        assertThat(outcome.snapshot().failedByReason())
                .containsOnlyKeys(FailureReason.TRUNCATED, FailureReason.ENGINE_CRASH);
        assertThat(outcome.snapshot().leftOutByReason()).containsOnlyKeys(FailureReason.TOO_SMALL);
        assertThat(Files.readString(folder.resolve("a.failed.jsonl")))
                .contains("clip001.mp4", "TRUNCATED", "it ends too early", "clip002.mp4", "TOO_SMALL", "clip004.mp4");
    }

    @Test
    void aRunThatEndsWithoutARowSaysSo() throws Exception {
        RunOutcome outcome = runWith(task -> new ClipResult.Failed(FailureReason.TOO_SMALL, "64x64"), output("a"));

        assertThat(outcome.detail()).isEqualTo("no clip could be measured: " + output("a") + " has no row");
        assertThat(coordinator(output("a"), QueueFleet.Opening.none()).run().detail())
                .endsWith("is up to date, without a row: no clip could be measured");
    }

    @Test
    void aClipWhoseFileChangedSinceItsRowIsNamedAndKeepsTheRow() throws Exception {
        runWith(CoordinatorIT::measured, output("a"));
        Path changed = corpus.clips().resolve("clip003.mp4");
        Files.writeString(changed, "another and longer content");
        Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(60)));

        coordinator(output("a"), true, QueueFleet.Opening.none()).run();

        assertThat(said)
                .anyMatch(
                        sentence -> sentence.startsWith("1 clip has a row and a file that was written since (clip003"));
    }

    @Test
    void aStartThatNeverCameToATaskBindsNothing() throws Exception {
        Fleet.Opener unreachable = new QueueFleet.Opening(
                () -> {
                    throw new FleetUnavailableException("no Redis");
                },
                Optional.of("redis://redis.lan:6379"));
        assertThatThrownBy(() -> coordinator(output("a"), unreachable).run())
                .isInstanceOf(FleetUnavailableException.class);
        // all that 'resume' needs to try again is there all the same
        assertThat(RunManifest.read(new LedgerFiles(output("a"))).orElseThrow().redisAddress())
                .contains("redis://redis.lan:6379");
        corpus.clip("added.mp4");

        RunOutcome outcome = runWith(CoordinatorIT::measured, output("a"));

        assertThat(outcome.snapshot().counts().done()).isEqualTo(151);
    }

    @Test
    void whatAnInterruptedRunHasGivenUpIsToldByItsFiles() throws Exception {
        AtomicInteger measured = new AtomicInteger();
        Coordinator first = coordinator(output("a"), fleet());
        Function<ClipTask, ClipResult> stopping = task -> {
            if (task.clip().value().equals("clip001.mp4")) {
                return new ClipResult.Failed(FailureReason.TRUNCATED, "it ends too early");
            }
            if (measured.incrementAndGet() == 40) {
                first.drain();
            }
            return measured(task);
        };
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", stopping)) {
            first.run();
        }
        LedgerFiles files = new LedgerFiles(output("a"));
        // as after a kill, before the list could be written
        Files.delete(files.failed());

        List<FailedClip> givenUp = GivenUpClips.read(files);

        assertThat(givenUp).extracting(FailedClip::clipName).containsExactly("clip001.mp4");
        assertThat(RunManifest.read(files).orElseThrow().digests().clips()).isEqualTo(150);
    }

    @Test
    void aFaultOfTheFileIsLookedAtByAnotherHostBeforeItIsBelieved() throws Exception {
        Function<ClipTask, ClipResult> blind =
                task -> new ClipResult.Failed(FailureReason.MISSING_FILE, "not on this host");
        RunOutcome outcome;
        try (ScriptedWorker bad = new ScriptedWorker(redis.uri(), "blind", blind);
                ScriptedWorker good = new ScriptedWorker(redis.uri(), "h", task -> {
                    assertThat(task.avoidHost()).isNotEqualTo(Optional.of("h"));
                    return measured(task);
                })) {
            outcome = coordinator(output("a"), false, fleet()).run();
        }

        // the blind one takes some clips again all the same, since it does not heed their wish
        assertThat(outcome.snapshot().counts().done()).isPositive();
        LedgerFiles files = new LedgerFiles(output("a"));
        assertThat(GivenUpClips.read(files))
                .allSatisfy(clip -> assertThat(clip.attempts()).isEqualTo(2));
    }

    @Test
    void aPauseSurvivesAFlushAndNothingIsSentUntilItEnds() throws Exception {
        AtomicInteger measured = new AtomicInteger();
        HttpClient client = HttpClient.newHttpClient();
        RunOutcome outcome;
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", task -> {
            if (measured.incrementAndGet() == 20) {
                assertThat(post(client, "pause", "token")).isEqualTo(200);
            }
            return measured(task);
        })) {
            Coordinator coordinator = coordinator(output("a"), fleet());
            CompletableFuture<RunOutcome> running = inBackground(coordinator);
            await().until(() -> coordinator
                    .snapshot()
                    .filter(shown ->
                            shown.phase() == RunPhase.PAUSED && shown.counts().inFlight() == 0)
                    .isPresent());
            int atPause = measured.get();
            redis.restartEmpty();
            try (RedisTaskQueue wiped = RedisTaskQueue.connect(redis.uri(), "default")) {
                await().until(() -> !wiped.runs().isEmpty());
            }
            assertThat(post(client, "pause", "wrong token")).isEqualTo(401);
            assertThat(coordinator.snapshot().orElseThrow().phase()).isEqualTo(RunPhase.PAUSED);
            assertThat(measured).hasValue(atPause);
            assertThat(RunManifest.read(new LedgerFiles(output("a")))
                            .orElseThrow()
                            .state())
                    .isEqualTo(RunManifest.State.PAUSED);

            assertThat(post(client, "unpause", "token")).isEqualTo(200);
            outcome = running.join();
        }
        runWith(CoordinatorIT::measured, output("b"));

        assertThat(outcome.snapshot().counts().done()).isEqualTo(150);
        assertThat(Files.readAllBytes(output("a"))).isEqualTo(Files.readAllBytes(output("b")));
    }

    @Test
    void aRunThatIsPausedBeforeItsFirstWorkerComesBeginsPaused() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        AtomicInteger measured = new AtomicInteger();
        Coordinator coordinator = coordinator(output("a"), fleet());
        CompletableFuture<RunOutcome> running = inBackground(coordinator);
        await().ignoreExceptions().until(() -> post(client, "pause", "token") == 200);
        assertThat(post(client, "retry", "token")).isEqualTo(409);

        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", task -> {
            measured.incrementAndGet();
            return measured(task);
        })) {
            await().until(() -> coordinator
                    .snapshot()
                    .filter(shown -> shown.phase() == RunPhase.PAUSED)
                    .isPresent());
            assertThat(measured).hasValue(0);
            assertThat(post(client, "unpause", "token")).isEqualTo(200);
            assertThat(running.join().snapshot().counts().done()).isEqualTo(150);
        }
    }

    @Test
    void aRunThatIsCancelledBeforeItsFirstWorkerComesStops() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        CompletableFuture<RunOutcome> running = inBackground(coordinator(output("a"), fleet()));

        await().ignoreExceptions().until(() -> post(client, "cancel", "token") == 200);

        assertThat(running.join().detail()).contains("cancelled by an operator");
        assertThat(RunManifest.read(new LedgerFiles(output("a"))).orElseThrow().state())
                .isEqualTo(RunManifest.State.CANCELLED);
    }

    @Test
    void aRetryThatDiedBeforeItsFirstRequestLeavesAFinishedRun() throws Exception {
        runWith(CoordinatorIT::measured, output("a"));
        byte[] before = Files.readAllBytes(output("a"));
        LedgerFiles files = new LedgerFiles(output("a"));
        String manifest = Files.readString(files.run());
        // the manifest is told first that the run is not finished
        Files.writeString(files.run(), manifest.replace("\"finished\"", "\"running\""));
        assertThat(RunManifest.read(files).orElseThrow().state()).isEqualTo(RunManifest.State.RUNNING);

        RunOutcome outcome = coordinator(output("a"), QueueFleet.Opening.none()).run();

        assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
        assertThat(RunManifest.read(files).orElseThrow().state()).isEqualTo(RunManifest.State.FINISHED);
        assertThat(Files.readAllBytes(output("a"))).isEqualTo(before);
    }

    @Test
    void aCancelledRunStopsAndIsGoneOnWith() throws Exception {
        AtomicInteger measured = new AtomicInteger();
        HttpClient client = HttpClient.newHttpClient();
        RunOutcome outcome = runWith(
                task -> {
                    if (measured.incrementAndGet() == 20) {
                        assertThat(post(client, "cancel", "token")).isEqualTo(200);
                    }
                    return measured(task);
                },
                output("a"));

        assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.STOPPED);
        assertThat(outcome.detail()).contains("cancelled by an operator");
        runWith(CoordinatorIT::measured, output("a"));
        runWith(CoordinatorIT::measured, output("b"));
        assertThat(Files.readAllBytes(output("a"))).isEqualTo(Files.readAllBytes(output("b")));
    }

    @Test
    void aFailedClipOfARunAtHandIsTriedAgainWhenAsked() throws Exception {
        AtomicInteger measured = new AtomicInteger();
        Set<String> failedOnce = ConcurrentHashMap.newKeySet();
        HttpClient client = HttpClient.newHttpClient();
        RunOutcome outcome = runWith(
                task -> {
                    if (task.clip().value().equals("clip001.mp4") && failedOnce.add("clip001.mp4")) {
                        return new ClipResult.Failed(FailureReason.TRUNCATED, "it ends too early");
                    }
                    if (measured.incrementAndGet() == 100) {
                        assertThat(post(client, "retry?reason=NO_VIDEO", "token"))
                                .isEqualTo(200);
                        assertThat(post(client, "retry?reason=nonsense", "token"))
                                .isEqualTo(400);
                        assertThat(post(client, "retry?clip=clip001.mp4", "token"))
                                .isEqualTo(200);
                    }
                    return measured(task);
                },
                output("a"));
        runWith(CoordinatorIT::measured, output("b"));

        assertThat(outcome.snapshot().counts().done()).isEqualTo(150);
        assertThat(Files.readAllBytes(output("a"))).isEqualTo(Files.readAllBytes(output("b")));
    }

    /// @return the status of the answer
    private int post(HttpClient client, String path, String token) {
        String url = said.stream()
                .filter(word -> word.startsWith("http://"))
                .reduce((a, b) -> b)
                .orElseThrow();
        try {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url + "api/v1/" + path))
                                    .header("Authorization", "Bearer " + token)
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aDrainedRunGoesOnWhereItStopped() throws Exception {
        AtomicInteger measured = new AtomicInteger();
        Coordinator first = coordinator(output("a"), fleet());
        Function<ClipTask, ClipResult> stopping = task -> {
            if (measured.incrementAndGet() == 40) {
                first.drain();
            }
            return measured(task);
        };
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", stopping)) {
            assertThat(first.run().ending()).isEqualTo(RunOutcome.Ending.STOPPED);
        }
        assertThat(output("a")).doesNotExist();
        runWith(CoordinatorIT::measured, output("a"));
        runWith(CoordinatorIT::measured, output("b"));

        assertThat(Files.readAllBytes(output("a"))).isEqualTo(Files.readAllBytes(output("b")));
    }

    @Test
    void aRedisThatIsWipedInTheMiddleCostsNothing() throws Exception {
        AtomicInteger measured = new AtomicInteger();
        RunOutcome outcome = runWith(
                task -> {
                    if (measured.incrementAndGet() == 30) {
                        redis.restartEmpty();
                    }
                    return measured(task);
                },
                output("a"));

        assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
        assertThat(outcome.snapshot().counts().done()).isEqualTo(150);
    }

    @Test
    void aSecondCoordinatorOnTheSameOutputIsRefused() throws Exception {
        Coordinator first = coordinator(output("a"), fleet());
        List<Throwable> refusal = new ArrayList<>();
        Function<ClipTask, ClipResult> script = task -> {
            if (refusal.isEmpty()) {
                try {
                    coordinator(output("a"), QueueFleet.Opening.none()).run();
                } catch (IOException | InterruptedException | RuntimeException e) {
                    refusal.add(e);
                }
            }
            return measured(task);
        };
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", script)) {
            assertThat(first.run().ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
        }

        assertThat(refusal).hasSize(1);
        assertThat(refusal.getFirst()).isInstanceOf(LedgerHeldException.class).hasMessageContaining("process");
    }

    @Test
    void rowsThatDisagreeEndTheRunWithThatAndTheFirstStays() throws Exception {
        Function<ClipTask, ClipResult> script = task -> {
            if (task.clip().value().equals("clip000.mp4")) {
                ScriptedWorker.handIn(redis.uri(), "other", task, new ClipResult.Extracted(Rows.of(new ClipName("x"))));
            }
            return measured(task);
        };

        RunOutcome outcome = runWith(script, output("a"));

        assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.DISAGREED);
        assertThat(output("a")).exists();
        assertThat(said)
                .anyMatch(sentence -> sentence.contains("clip000.mp4 was measured twice")
                        && sentence.contains("other")
                        && sentence.contains("h with engine"));
    }

    private Path output(String name) {
        return folder.resolve(name + ".parquet");
    }

    private static ClipResult measured(ClipTask task) {
        return new ClipResult.Extracted(Rows.of(task.clip()));
    }

    private RunOutcome runWith(Function<ClipTask, ClipResult> script, Path output) throws Exception {
        return runWith(script, output, false);
    }

    private RunOutcome runWith(Function<ClipTask, ClipResult> script, Path output, boolean extend) throws Exception {
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", script)) {
            return coordinator(output, extend, fleet()).run();
        }
    }

    private static CompletableFuture<RunOutcome> inBackground(Coordinator coordinator) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return coordinator.run();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Coordinator coordinator(Path output, Fleet.Opener fleets) {
        return coordinator(output, false, fleets);
    }

    private Coordinator coordinator(Path output, boolean extend, Fleet.Opener fleets) {
        RunOptions options = new RunOptions(
                corpus.request(),
                output,
                Recipe.K150K,
                "default",
                extend,
                1,
                List.of(),
                0,
                "test",
                "token",
                Optional.empty());
        return new Coordinator(options, fleets, new RunListener() {
            @Override
            public void said(String sentence) {
                said.add(sentence);
            }

            @Override
            public void listening(String url) {
                said.add(url);
            }
        });
    }

    private Fleet.Opener fleet() {
        return new QueueFleet.Opening(() -> QueueFleet.local(RedisTaskQueue.connect(redis.uri(), "default"), "redis"));
    }
}
