package io.vmaffleet.queue.redis;

import io.lettuce.core.KeyValue;
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
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The task queue on Redis Streams, for both sides. Holds no state of its own beside its connections.
public final class RedisTaskQueue implements CoordinatorQueue, WorkerQueue {
    /// The environment variable that gives the password when the address does not.
    public static final String PASSWORD_VARIABLE = "VMAF_FLEET_REDIS_PASSWORD";

    /// The field of a run's hash beside its facts.
    private static final String STATE = "state";

    /// How many of the runs and workers that lately lived are listed: more than a fleet has, and a bound for a
    /// page.
    private static final int MOST_LISTED = 10_000;

    /// How long an answer may take: above any script's or a slow disk's pause, below what a lease bears.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// How many entries one command names.
    private static final int CHUNK = 500;

    private final RedisConnection redis;
    private final RedisKeys keys;
    private final String description;

    private RedisTaskQueue(RedisConnection redis, RedisKeys keys, String description) {
        this.redis = redis;
        this.keys = keys;
        this.description = description;
    }

    /// Connects to `redis://[user:password@]host[:port][/database]` (`rediss://` for TLS) and checks the server.
    ///
    /// @throws QueueUnavailableException if it cannot be reached or does not let us in
    /// @throws io.vmaffleet.queue.QueueUnsuitableException if no queue may rest on it
    /// @throws IllegalArgumentException if address or queue name are not of their form
    public static RedisTaskQueue connect(String redisUri, String queueName) {
        return connect(redisUri, queueName, Optional.ofNullable(System.getenv(PASSWORD_VARIABLE)), PATIENCE);
    }

    static RedisTaskQueue connect(String redisUri, String queueName, Optional<String> password, Duration patience) {
        RedisKeys keys = new RedisKeys(queueName);
        RedisAddress address = RedisAddress.parse(redisUri, password);
        RedisConnection redis = new RedisConnection(address, patience);
        try {
            String description = ServerCheck.of(redis.ask(commands -> commands.info()), address.shown())
                    .mustBeSuitable()
                    .describe();
            return new RedisTaskQueue(redis, keys, description);
        } catch (RuntimeException e) {
            redis.close();
            throw e;
        }
    }

    /// The server's kind, version and address, without secrets: `Redis 7.0.15 at localhost:6379`.
    public String describe() {
        return description;
    }

    /// Whether a queue may be named so.
    public static boolean isQueueName(String name) {
        return RedisKeys.isQueueName(name);
    }

    @Override
    public void publish(RunId run, RunState state, Map<String, String> facts) {
        if (facts.containsKey(STATE)) {
            throw new IllegalArgumentException("a fact of run " + run + " is named " + STATE);
        }
        List<String> arguments = new ArrayList<>(List.of(run.value(), ttlSeconds(), STATE, name(state)));
        addTo(arguments, facts);
        redis.decide(RedisScripts.PUBLISH, List.of(keys.run(run), keys.results(run), keys.runs()), arguments);
    }

    @Override
    public boolean hold(RunId run, String holder, Duration ttl) {
        return redis.decide(RedisScripts.HOLD, List.of(keys.holder(run)), List.of(holder, millis(ttl)));
    }

    @Override
    public Optional<String> holder(RunId run) {
        return Optional.ofNullable(redis.ask(commands -> commands.get(keys.holder(run))));
    }

    @Override
    public void release(RunId run, String holder) {
        redis.decide(RedisScripts.RELEASE, List.of(keys.holder(run)), List.of(holder));
    }

    @Override
    public List<String> send(EngineFingerprint engine, List<TaskMessage> tasks) {
        return stream(engine).add(tasks);
    }

    @Override
    public List<PendingTask> pending(EngineFingerprint engine) {
        return stream(engine).pending();
    }

    @Override
    public boolean expire(EngineFingerprint engine, PendingTask seen) {
        return redis.decide(
                RedisScripts.EXPIRE,
                List.of(keys.tasks(engine)),
                List.of(RedisKeys.GROUP, seen.entry(), seen.holder(), Long.toString(seen.count())));
    }

    @Override
    public StreamView look(EngineFingerprint engine, RunId run) {
        TaskStream stream = stream(engine);
        // In this order: what is delivered or finished meanwhile must not look as if its consumer had been deleted.
        String lastDelivered = stream.lastDelivered();
        Map<String, String> entries = stream.entriesOf(run.value());
        return new StreamView(lastDelivered, entries, stream.pending());
    }

    @Override
    public boolean removeOrphan(EngineFingerprint engine, String entry) {
        return redis.decide(RedisScripts.REMOVE_ORPHAN, List.of(keys.tasks(engine)), List.of(RedisKeys.GROUP, entry));
    }

    @Override
    public void drop(EngineFingerprint engine, Collection<String> entries) {
        String tasks = keys.tasks(engine);
        inChunks(entries, chunk -> {
            redis.ask(commands -> commands.xack(tasks, RedisKeys.GROUP, chunk));
            redis.ask(commands -> commands.xdel(tasks, chunk));
        });
    }

    @Override
    public List<ResultEntry> readResults(RunId run, String after, int count) {
        mustBePositive(count);
        return results(run).read(after, count);
    }

    @Override
    public List<ResultEntry> awaitResults(RunId run, String after, int count, Duration wait) {
        mustBePositive(count);
        return results(run).await(after, count, wait);
    }

    @Override
    public void deleteResults(RunId run, Collection<String> entries) {
        inChunks(entries, chunk -> redis.ask(commands -> commands.xdel(keys.results(run), chunk)));
    }

    @Override
    public void end(RunId run) {
        redis.ask(commands -> commands.del(keys.run(run), keys.results(run), keys.holder(run)));
        redis.ask(commands -> commands.zrem(keys.runs(), run.value()));
    }

    @Override
    public List<String> heartbeats() {
        List<String> heartbeats = new ArrayList<>();
        inChunks(redis.ask(commands -> commands.zrevrange(keys.workers(), 0, MOST_LISTED - 1)), chunk -> {
            String[] chunkKeys = Arrays.stream(chunk).map(keys::worker).toArray(String[]::new);
            for (KeyValue<String, String> heartbeat : redis.ask(commands -> commands.mget(chunkKeys))) {
                heartbeat.ifHasValue(heartbeats::add);
            }
        });
        return heartbeats;
    }

    @Override
    public Map<String, Map<String, String>> runs() {
        List<String> ids = redis.ask(commands -> commands.zrevrange(keys.runs(), 0, MOST_LISTED - 1));
        List<Map<String, String>> facts = redis.askEach(ids, (commands, id) -> commands.hgetall(keys.run(id)));
        Map<String, Map<String, String>> runs = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            if (!facts.get(i).isEmpty()) {
                runs.put(ids.get(i), Map.copyOf(facts.get(i)));
            }
        }
        return runs;
    }

    @Override
    public long depth(EngineFingerprint engine) {
        return redis.ask(commands -> commands.xlen(keys.tasks(engine)));
    }

    @Override
    public List<Delivery> take(EngineFingerprint engine, WorkerId worker, int count, Duration wait) {
        mustBePositive(count);
        return stream(engine).take(worker, count, wait);
    }

    @Override
    public List<Delivery> held(EngineFingerprint engine, WorkerId worker) {
        return stream(engine).held(worker);
    }

    @Override
    public Map<String, Renewal> renew(EngineFingerprint engine, WorkerId worker, Collection<String> entries) {
        Map<String, Renewal> renewals = new HashMap<>();
        inChunks(entries, chunk -> {
            List<String> arguments = new ArrayList<>(List.of(RedisKeys.GROUP, worker.value(), ttlSeconds()));
            arguments.addAll(List.of(chunk));
            List<String> answers = redis.words(RedisScripts.RENEW, List.of(keys.tasks(engine)), arguments);
            for (int i = 0; i < chunk.length; i++) {
                renewals.put(chunk[i], Renewal.valueOf(answers.get(i)));
            }
        });
        return renewals;
    }

    @Override
    public Finish finish(EngineFingerprint engine, WorkerId worker, String entry, ResultMessage result) {
        if (!result.taskEntry().equals(entry)) {
            throw new IllegalArgumentException(
                    "a result of task entry " + result.taskEntry() + " cannot finish entry " + entry);
        }
        String whose = result.kind() == ResultMessage.Kind.EXTRACTED ? "ROW" : "HOLDER";
        List<String> arguments = new ArrayList<>(List.of(
                RedisKeys.GROUP,
                worker.value(),
                entry,
                whose,
                ttlSeconds(),
                Integer.toString(MOST_WAITING),
                Integer.toString(result.scores().size())));
        ResultCodec.scoreFields(result).forEach(fields -> addTo(arguments, fields));
        addTo(arguments, ResultCodec.fields(result));
        String answer =
                redis.word(RedisScripts.FINISH, List.of(keys.results(result.run()), keys.tasks(engine)), arguments);
        return Finish.valueOf(answer);
    }

    @Override
    public void announce(WorkerId worker, String heartbeat, Duration ttl) {
        redis.decide(
                RedisScripts.ANNOUNCE,
                List.of(keys.worker(worker), keys.workers()),
                List.of(worker.value(), heartbeat, millis(ttl), ttlSeconds()));
    }

    @Override
    public void leave(WorkerId worker) {
        redis.ask(commands -> commands.del(keys.worker(worker)));
        redis.ask(commands -> commands.zrem(keys.workers(), worker.value()));
    }

    @Override
    public Map<String, String> facts(RunId run) {
        Map<String, String> facts = new HashMap<>(redis.ask(commands -> commands.hgetall(keys.run(run))));
        facts.remove(STATE);
        return Map.copyOf(facts);
    }

    @Override
    public Optional<RunState> state(RunId run) {
        String found;
        try {
            if (holder(run).isEmpty()) {
                return Optional.empty();
            }
            found = redis.ask(commands -> commands.hget(keys.run(run), STATE));
        } catch (QueueUnavailableException e) {
            if (!Refusals.saysWrongType(e)) {
                throw e;
            }
            // A run whose keys somebody overwrote must not stop the workers of all others.
            return Optional.empty();
        }
        return Arrays.stream(RunState.values())
                .filter(state -> name(state).equals(found))
                .findFirst();
    }

    @Override
    public void close() {
        redis.close();
    }

    private static void addTo(List<String> arguments, Map<String, String> fields) {
        fields.forEach((name, value) -> {
            arguments.add(name);
            arguments.add(value);
        });
    }

    private TaskStream stream(EngineFingerprint engine) {
        return new TaskStream(redis, keys.tasks(engine));
    }

    private ResultStream results(RunId run) {
        return new ResultStream(redis, keys.results(run));
    }

    private static void inChunks(Collection<String> all, Consumer<String[]> action) {
        List<String> list = List.copyOf(all);
        for (int begin = 0; begin < list.size(); begin += CHUNK) {
            action.accept(
                    list.subList(begin, Math.min(begin + CHUNK, list.size())).toArray(String[]::new));
        }
    }

    private static String name(RunState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String ttlSeconds() {
        return Long.toString(RedisKeys.TTL.toSeconds());
    }

    private static String millis(Duration ttl) {
        if (ttl.toMillis() < 1) {
            throw new IllegalArgumentException("a time to live of " + ttl);
        }
        return Long.toString(ttl.toMillis());
    }

    private static void mustBePositive(int count) {
        if (count < 1) {
            // The server takes a count of 0 for "all".
            throw new IllegalArgumentException("a read of " + count + " entries");
        }
    }
}
