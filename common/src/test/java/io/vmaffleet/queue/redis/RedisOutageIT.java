package io.vmaffleet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lettuce.core.RedisClient;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.QueueUnsuitableException;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.queue.RunState;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.WorkerQueue.Finish;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What the queue does when its server is gone, stalls, is full, or is none that a queue may rest on.
class RedisOutageIT {
    private static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");
    private static final RunId RUN = new RunId("00000000000000a1");
    private static final WorkerId ALICE = new WorkerId("alice:1:00000001");
    private static final WorkerId BOB = new WorkerId("bob:2:00000002");
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void aServerThatIsNotThereIsNamed() {
        RedisProcess gone = RedisProcess.startEmbedded();
        gone.close();

        assertThatThrownBy(() -> connect(gone.uri(), Optional.empty()))
                .isInstanceOf(QueueUnavailableException.class)
                .hasMessageStartingWith("Redis at 127.0.0.1:" + gone.port() + " cannot be reached");
    }

    @Test
    void aReadWhoseConnectionBreaksFailsAndIsNotRepeated() {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue = connect(redis.uri(), Optional.empty())) {
            queue.take(ENGINE, ALICE, 1, Duration.ZERO);
            CompletableFuture<List<Delivery>> taking =
                    CompletableFuture.supplyAsync(() -> queue.take(ENGINE, ALICE, 1, LONG.multipliedBy(2)));

            awaitAWaitingRead(redis);

            redis.kill();

            // Long before the read itself is overdue: it fails by its connection's end.
            assertThat(taking)
                    .failsWithin(LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(QueueUnavailableException.class);
            assertThatThrownBy(() -> queue.depth(ENGINE)).isInstanceOf(QueueUnavailableException.class);
            redis.restartEmpty();
            String entry = queue.send(ENGINE, List.of(task("a"))).getFirst();
            assertThat(queue.take(ENGINE, BOB, 1, Duration.ZERO))
                    .extracting(Delivery::entry)
                    .containsExactly(entry);
            assertThat(queue.pending(ENGINE)).containsExactly(new PendingTask(entry, BOB.value(), 1));
        }
    }

    @Test
    void whileTheServerIsGoneEverythingIsRefusedAndThenGoesOn() {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue = connect(redis.uri(), Optional.empty())) {
            queue.publish(RUN, RunState.RUNNING, Map.of());
            queue.awaitResults(RUN, "0-0", 1, Duration.ofMillis(1));
            redis.kill();

            for (Runnable operation : operations(queue)) {
                assertThatThrownBy(operation::run)
                        .isInstanceOf(QueueUnavailableException.class)
                        .hasMessageContaining("127.0.0.1:" + redis.port());
            }

            redis.restartEmpty();
            operations(queue).forEach(Runnable::run);
        }
    }

    @Test
    void aServerThatWasRestartedWhileNothingWasAskedIsToldOnce() {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue = connect(redis.uri(), Optional.empty())) {
            queue.take(ENGINE, ALICE, 1, Duration.ZERO);
            queue.depth(ENGINE);
            redis.restartEmpty();

            // each connection by itself: a worker that holds what it does not know of learns it where it takes
            assertThatThrownBy(() -> queue.take(ENGINE, ALICE, 1, Duration.ZERO))
                    .isInstanceOf(QueueUnavailableException.class);
            assertThatThrownBy(() -> queue.depth(ENGINE)).isInstanceOf(QueueUnavailableException.class);
            assertThat(queue.take(ENGINE, ALICE, 1, Duration.ZERO)).isEmpty();
            assertThat(queue.depth(ENGINE)).isZero();
        }
    }

    @Test
    void aServerThatStallsIsGivenUpAndFoundAgain() throws IOException, InterruptedException {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue =
                        RedisTaskQueue.connect(redis.uri(), "default", Optional.empty(), Duration.ofMillis(300))) {
            signal("-STOP", redis);
            assertThatThrownBy(() -> queue.depth(ENGINE))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("did not answer within 300 ms");
            signal("-CONT", redis);

            queue.publish(RUN, RunState.RUNNING, Map.of());
            assertThat(queue.runs()).containsOnlyKeys(RUN.value());
        }
    }

    @Test
    void aResultThatFindsNoMemoryStaysATask() {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue = connect(redis.uri(), Optional.empty())) {
            queue.publish(RUN, RunState.RUNNING, Map.of());
            String entry = queue.send(ENGINE, List.of(task("a"))).getFirst();
            queue.take(ENGINE, ALICE, 1, Duration.ZERO);
            configure(redis, "maxmemory", "1");

            assertThatThrownBy(() -> queue.finish(ENGINE, ALICE, entry, row(entry)))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("OOM");

            assertThat(queue.pending(ENGINE)).containsExactly(new PendingTask(entry, ALICE.value(), 1));
            configure(redis, "maxmemory", "0");
            assertThat(queue.finish(ENGINE, ALICE, entry, row(entry))).isEqualTo(Finish.DONE);
            assertThat(queue.readResults(RUN, "0-0", 5)).hasSize(1);
        }
    }

    @Test
    void aResultOfATaskWhoseStreamWasOverwrittenIsNotAddedAgainAndAgain() {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue = connect(redis.uri(), Optional.empty())) {
            queue.publish(RUN, RunState.RUNNING, Map.of());
            redis.command("SET", "vf:{default}:tasks:2:" + ENGINE, "mine");

            assertThatThrownBy(() -> queue.finish(ENGINE, ALICE, "1-1", row("1-1")))
                    .isInstanceOf(QueueUnavailableException.class)
                    .hasMessageContaining("WRONGTYPE");

            assertThat(queue.readResults(RUN, "0-0", 5)).isEmpty();
        }
    }

    @Test
    void aRunWhoseKeysWereOverwrittenIsUnknownToWorkersUntilItIsPublishedAgain() {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue = connect(redis.uri(), Optional.empty())) {
            queue.publish(RUN, RunState.RUNNING, Map.of());
            queue.hold(RUN, "here", LONG);
            redis.command("SET", "vf:{default}:run:" + RUN, "mine");

            assertThat(queue.state(RUN)).isEmpty();
            queue.publish(RUN, RunState.RUNNING, Map.of());
            assertThat(queue.state(RUN)).contains(RunState.RUNNING);
        }
    }

    @Test
    void aPasswordIsUsedAndNeverTold() {
        try (RedisProcess redis = RedisProcess.startEmbedded("--requirepass", "s3@cret+")) {
            String withPassword = redis.uri().replace("//", "//:s3%40cret%2B@");
            String withWrongOne = redis.uri().replace("//", "//:wr0ng@");

            try (RedisTaskQueue queue = connect(withPassword, Optional.empty())) {
                assertThat(queue.describe()).matches("Redis 6\\.2\\.\\d+ at 127\\.0\\.0\\.1:" + redis.port());
            }
            connect(redis.uri(), Optional.of("s3@cret+")).close();
            connect(redis.uri().replace("//", "//default@"), Optional.of("s3@cret+"))
                    .close();
            Throwable noPassword = catchThrowable(() -> connect(redis.uri(), Optional.empty()));
            Throwable wrongOne = catchThrowable(() -> connect(withWrongOne, Optional.of("s3@cret+")));
            Throwable wrongVariable = catchThrowable(() -> connect(redis.uri(), Optional.of("wr0ng")));

            assertThat(List.of(noPassword, wrongOne, wrongVariable))
                    .allSatisfy(trouble -> assertThat(trouble).isInstanceOf(QueueUnavailableException.class))
                    .extracting(RedisOutageIT::everythingSaid)
                    .allSatisfy(said -> assertThat(said)
                            .contains("127.0.0.1:" + redis.port())
                            .doesNotContain("cret")
                            .doesNotContain("wr0ng"));
        }
    }

    @Test
    void aServerThatThrowsKeysAwayIsRefused() {
        try (RedisProcess redis =
                RedisProcess.startEmbedded("--maxmemory", "100mb", "--maxmemory-policy", "volatile-lru")) {
            assertThatThrownBy(() -> connect(redis.uri(), Optional.empty()))
                    .isInstanceOf(QueueUnsuitableException.class)
                    .hasMessageContaining("127.0.0.1:" + redis.port())
                    .hasMessageContaining("volatile-lru")
                    .hasMessageContaining("noeviction");

            configure(redis, "maxmemory-policy", "noeviction");
            connect(redis.uri(), Optional.empty()).close();

            // a bound on its memory may be set at any time
            configure(redis, "maxmemory-policy", "allkeys-lru");
            configure(redis, "maxmemory", "0");
            assertThatThrownBy(() -> connect(redis.uri(), Optional.empty()))
                    .isInstanceOf(QueueUnsuitableException.class)
                    .hasMessageContaining("allkeys-lru");
        }
    }

    private static List<Runnable> operations(RedisTaskQueue queue) {
        return List.of(
                () -> queue.publish(RUN, RunState.RUNNING, Map.of()),
                () -> queue.hold(RUN, "here", LONG),
                () -> queue.holder(RUN),
                () -> queue.release(RUN, "here"),
                () -> queue.send(ENGINE, List.of(task("a"), task("b"))),
                () -> queue.pending(ENGINE),
                () -> queue.expire(ENGINE, new PendingTask("1-1", "alice", 1)),
                () -> queue.look(ENGINE, RUN),
                () -> queue.removeOrphan(ENGINE, "1-1"),
                () -> queue.drop(ENGINE, List.of("1-1")),
                () -> queue.readResults(RUN, "0-0", 1),
                () -> queue.awaitResults(RUN, "0-0", 1, Duration.ofMillis(1)),
                () -> queue.deleteResults(RUN, List.of("1-1")),
                () -> queue.end(RUN),
                () -> queue.heartbeats(),
                () -> queue.runs(),
                () -> queue.depth(ENGINE),
                () -> queue.take(ENGINE, ALICE, 1, Duration.ofMillis(1)),
                () -> queue.held(ENGINE, ALICE),
                () -> queue.renew(ENGINE, ALICE, List.of("1-1")),
                () -> queue.finish(ENGINE, ALICE, "1-1", row("1-1")),
                () -> queue.announce(ALICE, "alive", LONG),
                () -> queue.leave(ALICE),
                () -> queue.facts(RUN),
                () -> queue.state(RUN));
    }

    private static RedisTaskQueue connect(String uri, Optional<String> password) {
        return RedisTaskQueue.connect(uri, "default", password, PATIENCE);
    }

    /// Until the server has been asked, there is nothing that could break or be repeated.
    private static void awaitAWaitingRead(RedisProcess redis) {
        try (RedisClient client = RedisClient.create(redis.uri());
                var connection = client.connect()) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> connection.sync().info("clients").contains("blocked_clients:1"));
        }
    }

    private static void configure(RedisProcess redis, String name, String value) {
        redis.command("CONFIG", "SET", name, value);
    }

    private static void signal(String signal, RedisProcess redis) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", signal, Long.toString(redis.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).isZero();
    }

    private static String everythingSaid(Throwable trouble) {
        StringWriter said = new StringWriter();
        trouble.printStackTrace(new PrintWriter(said));
        return said.toString();
    }

    private static TaskMessage task(String clip) {
        return new TaskMessage(RUN.value(), clip, 1, "{}");
    }

    private static ResultMessage row(String entry) {
        return new ResultMessage(
                RUN.value(), "a", entry, ENGINE.value(), "0123456789abcdef", 1, ResultMessage.Kind.EXTRACTED, "{}");
    }
}
