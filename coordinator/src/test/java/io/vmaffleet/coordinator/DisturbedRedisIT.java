package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.coordinator.status.ClipCounts;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.queue.testing.ServerClock;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ClipTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What others do to Redis in the middle of a run costs no row, no attempt and no byte of the table.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DisturbedRedisIT {
    private static final int CLIPS = 150;
    private static final List<String> NAMES = IntStream.range(0, CLIPS)
            .mapToObj(clip -> String.format("clip%03d.mp4", clip))
            .toList();
    private static final String TASKS = "vf:{default}:tasks:2:" + ScriptedWorker.ENGINE;
    private static final String WORKERS = "workers";

    /// Longer than a coordinator goes without an audit, and than the gap after which it trusts no lease timer.
    private static final Duration TO_THE_NEXT_AUDIT = Duration.ofSeconds(11);

    private static byte[] undisturbed = {};

    @TempDir
    private Path folder;

    /// Something that is done to Redis while a worker holds a task.
    interface Deed {
        void to(RedisProcess redis, ClipTask held, RedisRun run);
    }

    /// @param at the results at whose number it is done
    /// @param said what the coordinator says of it; empty where there is nothing to say
    record Fault(String name, List<Integer> at, Deed deed, String said, List<String> options) {
        static Fault of(String name, String said, Deed deed) {
            return new Fault(name, List.of(40), deed, said, List.of());
        }

        Fault at(Integer... results) {
            return new Fault(name, List.of(results), deed, said, options);
        }

        Fault on(String... serverOptions) {
            return new Fault(name, at, deed, said, List.of(serverOptions));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String VANISHED = "had vanished from Redis and were sent again";
    private static final String ANSWERS_AGAIN = "Redis answers again";

    static Stream<Fault> faults() {
        return Stream.of(
                Fault.of("flushed once", VANISHED, (redis, _, _) -> redis.command("FLUSHALL")),
                Fault.of("flushed again and again", VANISHED, (redis, _, _) -> redis.command("FLUSHALL"))
                        .at(15, 30, 45, 60, 75, 90, 105, 120, 135),
                Fault.of("restarted empty", VANISHED, (redis, _, _) -> redis.restartEmpty()),
                Fault.of(
                                "killed and restarted with its append-only file",
                                ANSWERS_AGAIN,
                                (redis, _, _) -> redis.restart())
                        .on("--appendonly", "yes"),
                Fault.of("killed and restarted with its snapshot", ANSWERS_AGAIN, (redis, _, _) -> {
                    redis.save();
                    redis.restart();
                }),
                Fault.of("failed over to a replica that lagged behind", ANSWERS_AGAIN, new Failover())
                        .at(40, 80),
                Fault.of(
                        "task stream trimmed", VANISHED, (redis, _, _) -> redis.command("XTRIM", TASKS, "MAXLEN", "0")),
                Fault.of(
                                "results stream trimmed again and again",
                                "",
                                (redis, held, _) -> redis.command("XTRIM", key("results", held), "MAXLEN", "0"))
                        .at(20, 40, 60, 80, 100),
                Fault.of("results lost on the way", VANISHED, (redis, held, _) -> loseResults(redis)),
                Fault.of("group destroyed", "", (redis, _, _) -> redis.command("XGROUP", "DESTROY", TASKS, WORKERS)),
                Fault.of("consumer deleted that holds clips", VANISHED, (redis, _, _) -> {
                    takeAs(redis, "other:1:0000", 5);
                    redis.command("XGROUP", "DELCONSUMER", TASKS, WORKERS, "other:1:0000");
                }),
                Fault.of(
                        "consumer deleted that measures",
                        "",
                        (redis, _, _) -> redis.command("XGROUP", "DELCONSUMER", TASKS, WORKERS, "h:1:0000")),
                Fault.of("task stream deleted", VANISHED, (redis, _, _) -> redis.command("DEL", TASKS)),
                Fault.of("results stream deleted", "", (redis, held, _) -> redis.command("DEL", key("results", held))),
                Fault.of("run hash deleted", "", (redis, held, _) -> redis.command("DEL", key("run", held))),
                Fault.of("holder deleted", "", (redis, held, _) -> redis.command("DEL", key("holder", held))),
                Fault.of("nonsense in both streams", "", DisturbedRedisIT::addNonsense),
                Fault.of("out of memory", "more memory (maxmemory)", (redis, _, run) -> {
                    redis.command("CONFIG", "SET", "maxmemory", "1");
                    await().untilAsserted(() ->
                            assertThat(run.said()).anyMatch(one -> one.contains("OOM command not allowed")));
                    redis.command("CONFIG", "SET", "maxmemory", "0");
                }),
                Fault.of("task stream overwritten", "delete that key", (redis, _, run) -> overwrite(redis, TASKS, run)),
                Fault.of(
                        "results stream overwritten",
                        "WRONGTYPE",
                        (redis, held, run) -> overwrite(redis, key("results", held), run)),
                Fault.of("run hash overwritten", "", (redis, held, _) -> {
                    redis.command("SET", key("run", held), "mine");
                    await().until(() -> redis.command("TYPE", key("run", held)).equals("hash"));
                }));
    }

    @BeforeAll
    static void runUndisturbed(@TempDir Path elsewhere) throws Exception {
        try (RedisProcess redis = RedisProcess.startEmbedded()) {
            RedisRun run = new RedisRun(RedisRun.corpus(elsewhere, NAMES), elsewhere.resolve("a.parquet"), redis.uri());
            try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", DisturbedRedisIT::measured)) {
                run.run();
            }
            undisturbed = run.table();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aRunEndsAsIfNothingHadBeenDone(Fault fault) throws Exception {
        try (RedisProcess redis = RedisProcess.startEmbedded(fault.options().toArray(String[]::new))) {
            disturb(redis, fault);
        }
    }

    @Test
    void aClockOfTheServersThatJumpsDecidesNothing(@TempDir Path clockFolder) throws Exception {
        Optional<ServerClock> clock = ServerClock.in(clockFolder);
        assumeThat(clock).as("libfaketime is installed").isPresent();
        Iterator<Duration> jumps = List.of(Duration.ofSeconds(60), Duration.ofHours(-1), Duration.ZERO)
                .iterator();

        try (RedisProcess redis = RedisProcess.startOn(clock.orElseThrow())) {
            Deed jump = (_, _, _) -> {
                Duration ahead = jumps.next();
                clock.orElseThrow().shift(ahead);
                assertThat(seconds(redis) - Instant.now().getEpochSecond())
                        .isBetween(ahead.toSeconds() - 5, ahead.toSeconds() + 5);
            };
            disturb(redis, Fault.of("clock jumps", "", jump).at(30, 60, 90));
        }
    }

    private static long seconds(RedisProcess redis) {
        return Long.parseLong(redis.command("TIME").lines().findFirst().orElseThrow());
    }

    private void disturb(RedisProcess redis, Fault fault) throws Exception {
        AtomicInteger results = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        RedisRun run = new RedisRun(RedisRun.corpus(folder, NAMES), folder.resolve("a.parquet"), redis.uri());
        RunOutcome outcome;
        try (ScriptedWorker worker = new ScriptedWorker(redis.uri(), "h", task -> {
            if (fault.at().contains(results.incrementAndGet())) {
                fault.deed().to(redis, task, run);
                done.incrementAndGet();
                run.clock().skip(TO_THE_NEXT_AUDIT);
            }
            return measured(task);
        })) {
            outcome = run.run();
        }

        assertThat(done).hasValue(fault.at().size());
        assertThat(outcome.ending()).isEqualTo(RunOutcome.Ending.COMPLETE);
        assertThat(outcome.snapshot().counts()).isEqualTo(new ClipCounts(CLIPS, CLIPS, 0, 0, 0, 0, 0, 0));
        assertThat(run.table()).isEqualTo(undisturbed);
        assertThat(run.attempts()).allMatch(line -> line.contains("\"kind\":\"unreadable_result\""));
        assertThat(String.join("\n", run.said())).contains(fault.said());
        assertThat(run.timesSaid("Redis does not answer"))
                .isLessThanOrEqualTo(fault.at().size());
    }

    private static ClipResult measured(ClipTask task) {
        return new ClipResult.Extracted(Rows.of(task.clip()));
    }

    private static String key(String kind, ClipTask held) {
        return "vf:{default}:" + kind + ":" + held.run();
    }

    /// As if a worker had been given tasks and never been heard of again.
    private static List<String> takeAs(RedisProcess redis, String worker, int count) {
        String taken = redis.command(
                "XREADGROUP", "GROUP", WORKERS, worker, "COUNT", Integer.toString(count), "STREAMS", TASKS, ">");
        List<String> entries =
                taken.lines().filter(line -> line.matches("\\d+-\\d+")).toList();
        assertThat(entries).hasSize(count);
        return entries;
    }

    /// Tasks go as they do when their results come, but no result comes.
    private static void loseResults(RedisProcess redis) {
        for (String entry : takeAs(redis, "other:1:0000", 5)) {
            redis.command("XACK", TASKS, WORKERS, entry);
            redis.command("XDEL", TASKS, entry);
        }
    }

    private static void addNonsense(RedisProcess redis, ClipTask held, RedisRun run) {
        String runId = held.run().value();
        redis.command("XADD", TASKS, "*", "colour", "green");
        redis.command("XADD", TASKS, "*", "run", "\u00ff\u0000\u0001", "clip", "\u0000", "task", "\u00fe{");
        redis.command("XADD", TASKS, "*", "run", runId);
        redis.command("XADD", TASKS, "*", "run", runId, "clip", "clip149.mp4", "attempt", "x", "task", "{\"run\":");
        redis.command("XADD", TASKS, "*", "run", runId, "clip", "nobody.mp4", "attempt", "1", "task", "{}");
        String results = key("results", held);
        redis.command("XADD", results, "*", "colour", "green");
        redis.command("XADD", results, "*", "run", "\u00ff\u0000", "clip", "\u0000", "result", "\u00fe{");
        redis.command("XADD", results, "*", "run", runId, "clip", "nobody.mp4", "task", "1-1", "result", "{}");
        for (String torn : List.of("{\"row\":{\"feat", "{\"version\":2,\"values\":[]}", "")) {
            redis.command(
                    "XADD",
                    results,
                    "*",
                    "run",
                    runId,
                    "clip",
                    "clip149.mp4",
                    "task",
                    "1-1",
                    "result",
                    torn,
                    "recipe",
                    "?",
                    "size",
                    "1",
                    "engine",
                    "?");
        }
        await().until(() -> !run.attempts().isEmpty());
    }

    /// Until its owner has said so, then the operator deletes the key.
    private static void overwrite(RedisProcess redis, String key, RedisRun run) {
        redis.command("SET", key, "mine");
        await().until(() -> run.timesSaid("WRONGTYPE") == 1);
        redis.command("DEL", key);
    }

    /// Keeps what was written when it is first told to, and goes back to that the second time.
    private static final class Failover implements Deed {
        private boolean saved;

        @Override
        public void to(RedisProcess redis, ClipTask held, RedisRun run) {
            if (saved) {
                redis.restart();
            } else {
                redis.save();
                saved = true;
            }
        }
    }
}
