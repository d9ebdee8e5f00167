package io.vmaffleet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.queue.testing.TaskQueueContract;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The contract on a real server, and what can be seen of it by its keys. A subclass says where the server is.
abstract class RedisTaskQueueContract extends TaskQueueContract {
    private static final RedisKeys KEYS = new RedisKeys("default");

    private RedisClient client;
    private StatefulRedisConnection<String, String> connection;
    private RedisCommands<String, String> server;
    private RedisTaskQueue queue;

    abstract String uri();

    @BeforeEach
    void connectToAnEmptyServer() {
        client = RedisClient.create(uri());
        connection = client.connect();
        server = connection.sync();
        server.flushall();
        queue = RedisTaskQueue.connect(uri(), "default", Optional.empty(), Duration.ofSeconds(10));
    }

    @AfterEach
    void disconnect() {
        queue.close();
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Test
    void keysAreNamedByTheQueueAndWhatTheyAreOf() {
        publish();
        coordinator().hold(RUN, "here", Duration.ofSeconds(30));
        send(RUN, "a");
        worker().announce(ALICE, "alive", Duration.ofSeconds(30));

        assertThat(server.keys("*"))
                .containsExactlyInAnyOrder(
                        "vf:{default}:tasks:2:00000000000000e1",
                        "vf:{default}:results:00000000000000a1",
                        "vf:{default}:run:00000000000000a1",
                        "vf:{default}:holder:00000000000000a1",
                        "vf:{default}:worker:alice:1:00000001",
                        "vf:{default}:workers",
                        "vf:{default}:runs");
    }

    @Test
    void twoQueuesOfOneServerShareNothing() {
        try (RedisTaskQueue other = RedisTaskQueue.connect(uri(), "gpu", Optional.empty(), Duration.ofSeconds(10))) {
            other.send(ENGINE, List.of(task(RUN, "a")));

            assertThat(take(ALICE, 1)).isEmpty();
            assertThat(other.depth(ENGINE)).isEqualTo(1);
        }
    }

    @Test
    void whatNobodyUsesForAWeekIsGoneAndWhatIsUsedStays() {
        publish();
        worker().announce(ALICE, "alive", Duration.ofSeconds(30));
        String entry = sendAndTake(ALICE, "a");
        passTime(Duration.ofDays(6));

        publish();
        worker().announce(ALICE, "alive", Duration.ofSeconds(30));
        worker().renew(ENGINE, ALICE, List.of(entry));
        passTime(Duration.ofDays(6));
        assertThat(server.keys("*"))
                .containsExactlyInAnyOrder(
                        KEYS.tasks(ENGINE), KEYS.results(RUN), KEYS.run(RUN), KEYS.workers(), KEYS.runs());

        take(ALICE, 1);
        passTime(Duration.ofDays(6));
        assertThat(server.keys("*")).containsExactly(KEYS.tasks(ENGINE));

        passTime(Duration.ofDays(2));
        assertThat(server.keys("*")).isEmpty();
    }

    @Test
    void aStreamThatATakeMadeIsNotKeptForEver() {
        take(ALICE, 1);

        assertThat(server.ttl(KEYS.tasks(ENGINE))).isPositive();
    }

    @Test
    void scriptsThatTheServerForgotAreSentAgain() {
        assertThat(coordinator().hold(RUN, "here", Duration.ofSeconds(30))).isTrue();

        server.scriptFlush();

        assertThat(coordinator().hold(RUN, "there", Duration.ofSeconds(30))).isFalse();
    }

    @Test
    void workersThatAreLongGoneAreForgotten() {
        server.zadd(KEYS.workers(), 1.0, "old");
        server.zadd(KEYS.runs(), 1.0, "old");

        worker().announce(ALICE, "alive", Duration.ofSeconds(30));
        publish();

        assertThat(server.zrange(KEYS.workers(), 0, -1)).containsExactly(ALICE.value());
        assertThat(server.zrange(KEYS.runs(), 0, -1)).containsExactly(RUN.value());
    }

    @Test
    void orphansAreToldByWholeIdsNotByDoubles() {
        String nearly = "9007199254740992-9007199254740992";
        String next = "9007199254740992-9007199254740993";
        take(ALICE, 1);
        server.xadd(KEYS.tasks(ENGINE), new io.lettuce.core.XAddArgs().id(nearly), Map.of("run", RUN.value()));
        take(ALICE, 1);
        server.xadd(KEYS.tasks(ENGINE), new io.lettuce.core.XAddArgs().id(next), Map.of("run", RUN.value()));
        deleteConsumer(ENGINE, ALICE);

        assertThat(coordinator().removeOrphan(ENGINE, next)).isFalse();
        assertThat(coordinator().removeOrphan(ENGINE, nearly)).isTrue();
    }

    @Test
    void anInterruptedTakeTakesNothingAnyMore() throws InterruptedException {
        take(ALICE, 1);
        Thread taking = Thread.ofVirtual().start(() -> {
            Thread.currentThread().interrupt();
            try {
                worker().take(ENGINE, ALICE, 1, Duration.ofSeconds(60));
            } catch (io.vmaffleet.queue.QueueUnavailableException e) {
                // that is how an interrupt ends it
            }
        });
        taking.join();

        String entry = send(RUN, "a").getFirst();

        assertThat(take(ALICE, 1)).extracting(delivery -> delivery.entry()).containsExactly(entry);
    }

    @Override
    protected CoordinatorQueue coordinator() {
        return queue;
    }

    @Override
    protected WorkerQueue worker() {
        return queue;
    }

    @Override
    protected void flush() {
        server.flushall();
    }

    /// Shortens what every key has left to live, since a server's clock cannot be set.
    @Override
    protected void passTime(Duration duration) {
        ScanIterator<String> keys = ScanIterator.scan(server);
        while (keys.hasNext()) {
            String key = keys.next();
            long leftMillis = server.pttl(key);
            if (leftMillis >= 0) {
                server.pexpire(key, Math.max(0, leftMillis - duration.toMillis()));
            }
        }
    }

    @Override
    protected void deleteConsumer(EngineFingerprint engine, WorkerId worker) {
        server.xgroupDelconsumer(KEYS.tasks(engine), Consumer.from(RedisKeys.GROUP, worker.value()));
    }

    @Override
    protected void destroyGroup(EngineFingerprint engine) {
        server.xgroupDestroy(KEYS.tasks(engine), RedisKeys.GROUP);
    }

    @Override
    protected void deleteMessage(EngineFingerprint engine, String entry) {
        server.xdel(KEYS.tasks(engine), entry);
    }

    @Override
    protected String addEntry(EngineFingerprint engine, Map<String, String> fields) {
        return server.xadd(KEYS.tasks(engine), fields);
    }
}
