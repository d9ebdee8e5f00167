package io.vmaffleet.queue.testing;

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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The queue in memory, for tests: it behaves as the one on Redis does, and throws at what a caller must not do.
///
/// What expires goes by the clock it was given; a read that waits does so in real time, so a test with a standing
/// clock asks for no wait. Safe for use by many threads.
public final class InMemoryTaskQueue implements CoordinatorQueue, WorkerQueue {
    private static final String STATE = "state";

    private final Clock clock;
    private final Map<EngineFingerprint, MemoryStream> tasks = new HashMap<>();
    private final Map<String, MemoryStream> results = new HashMap<>();
    private final Map<RunId, Map<String, String>> runs = new LinkedHashMap<>();
    private final Map<RunId, Expiring> holders = new HashMap<>();
    private final Map<WorkerId, Expiring> heartbeats = new LinkedHashMap<>();
    private boolean taking;
    private boolean closed;

    public InMemoryTaskQueue(Clock clock) {
        this.clock = clock;
    }

    /// As if the server had been restarted empty.
    public synchronized void flush() {
        tasks.clear();
        results.clear();
        runs.clear();
        holders.clear();
        heartbeats.clear();
    }

    /// Keeps a copy of all that is there, for [#restore].
    public synchronized Snapshot snapshot() {
        Map<EngineFingerprint, MemoryStream> tasksThen = new HashMap<>();
        tasks.forEach((engine, stream) -> tasksThen.put(engine, stream.copy()));
        Map<String, MemoryStream> resultsThen = new HashMap<>();
        results.forEach((run, stream) -> resultsThen.put(run, stream.copy()));
        return new Snapshot(
                tasksThen,
                resultsThen,
                new LinkedHashMap<>(runs),
                new HashMap<>(holders),
                new LinkedHashMap<>(heartbeats));
    }

    /// As if a replica that lags behind had taken over: what came after the snapshot is lost, ids may come again.
    /// A snapshot can be restored once.
    public synchronized void restore(Snapshot then) {
        flush();
        tasks.putAll(then.tasks);
        results.putAll(then.results);
        runs.putAll(then.runs);
        holders.putAll(then.holders);
        heartbeats.putAll(then.heartbeats);
    }

    /// As `XTRIM MAXLEN 0` does: the messages go, who held what stays.
    public synchronized void trim(EngineFingerprint engine) {
        existing(engine).entries.clear();
    }

    /// As `XGROUP DELCONSUMER` does: what the worker held is held by nobody and given to nobody.
    public synchronized void deleteConsumer(EngineFingerprint engine, WorkerId worker) {
        existing(engine).group().pending.values().removeIf(held -> held.holder.equals(worker.value()));
    }

    /// As `XGROUP DESTROY` does: who held what is forgotten, the tasks stay.
    public synchronized void destroyGroup(EngineFingerprint engine) {
        existing(engine).group = null;
    }

    /// As a bare `XDEL` does: the entry stays held, its message is gone.
    public synchronized void deleteMessage(EngineFingerprint engine, String entry) {
        existing(engine).entries.remove(entry);
    }

    /// Adds an entry with any fields, as a stranger might.
    public synchronized String addEntry(EngineFingerprint engine, Map<String, String> fields) {
        notifyAll();
        return stream(engine).add(fields, clock);
    }

    /// Lays anything into a run's results, as somebody else's program would.
    public synchronized String addResult(RunId run, Map<String, String> fields) {
        notifyAll();
        return results.computeIfAbsent(run.value(), _ -> new MemoryStream()).add(fields, clock);
    }

    @Override
    public synchronized void publish(RunId run, RunState state, Map<String, String> facts) {
        mustBeOpen();
        must(!facts.containsKey(STATE), "a fact named " + STATE);
        results.computeIfAbsent(run.value(), _ -> new MemoryStream());
        Map<String, String> hash = new HashMap<>(facts);
        hash.put(STATE, state.name().toLowerCase(Locale.ROOT));
        runs.put(run, Map.copyOf(hash));
    }

    @Override
    public synchronized boolean hold(RunId run, String holder, Duration ttl) {
        mustBeOpen();
        must(ttl.toMillis() >= 1, "a time to live of " + ttl);
        if (!holder(run).orElse(holder).equals(holder)) {
            return false;
        }
        holders.put(run, new Expiring(holder, clock.instant().plus(ttl)));
        return true;
    }

    @Override
    public synchronized Optional<String> holder(RunId run) {
        mustBeOpen();
        Expiring holder = holders.get(run);
        return holder != null && holder.isAlive(clock) ? Optional.of(holder.value) : Optional.empty();
    }

    @Override
    public synchronized void release(RunId run, String holder) {
        if (holder(run).equals(Optional.of(holder))) {
            holders.remove(run);
        }
    }

    @Override
    public synchronized List<String> send(EngineFingerprint engine, List<TaskMessage> messages) {
        mustBeOpen();
        if (messages.isEmpty()) {
            return List.of();
        }
        MemoryStream stream = stream(engine);
        stream.group();
        notifyAll();
        return messages.stream()
                .map(message -> stream.add(
                        Map.of(
                                "run",
                                message.run(),
                                "clip",
                                message.clip(),
                                "attempt",
                                Integer.toString(message.attempt()),
                                "task",
                                message.task()),
                        clock))
                .toList();
    }

    @Override
    public synchronized List<PendingTask> pending(EngineFingerprint engine) {
        mustBeOpen();
        List<PendingTask> pending = new ArrayList<>();
        stream(engine).pending().forEach((entry, held) -> pending.add(new PendingTask(entry, held.holder, held.count)));
        return List.copyOf(pending);
    }

    @Override
    public synchronized boolean expire(EngineFingerprint engine, PendingTask seen) {
        mustBeOpen();
        Holding held = stream(engine).pending().get(mustBeEntry(seen.entry()));
        if (held == null || !held.holder.equals(seen.holder()) || held.count != seen.count()) {
            return false;
        }
        stream(engine).remove(seen.entry());
        return true;
    }

    @Override
    public synchronized StreamView look(EngineFingerprint engine, RunId run) {
        mustBeOpen();
        MemoryStream stream = stream(engine);
        Map<String, String> entries = new LinkedHashMap<>();
        stream.entries.forEach((entry, fields) -> {
            if (run.value().equals(fields.get("run"))) {
                entries.put(entry, fields.getOrDefault("clip", ""));
            }
        });
        return new StreamView(stream.lastDelivered(), entries, pending(engine));
    }

    @Override
    public synchronized boolean removeOrphan(EngineFingerprint engine, String entry) {
        mustBeOpen();
        mustBeEntry(entry);
        MemoryStream stream = stream(engine);
        boolean isOrphan = stream.entries.containsKey(entry)
                && !stream.pending().containsKey(entry)
                && StreamView.compareIds(entry, stream.lastDelivered()) <= 0;
        if (isOrphan) {
            stream.remove(entry);
        }
        return isOrphan;
    }

    @Override
    public synchronized void drop(EngineFingerprint engine, Collection<String> entries) {
        mustBeOpen();
        entries.forEach(entry -> stream(engine).remove(mustBeEntry(entry)));
    }

    @Override
    public synchronized List<ResultEntry> readResults(RunId run, String after, int count) {
        mustBeOpen();
        must(count >= 1, "a read of " + count + " entries");
        mustBeEntry(after);
        MemoryStream stream = results.get(run.value());
        return stream == null
                ? List.of()
                : stream.behind(after).stream()
                        .limit(count)
                        .map(entry -> new ResultEntry(entry, stream.fields(entry)))
                        .toList();
    }

    @Override
    public synchronized List<ResultEntry> awaitResults(RunId run, String after, int count, Duration wait) {
        return waitFor(() -> readResults(run, after, count), wait);
    }

    @Override
    public synchronized void deleteResults(RunId run, Collection<String> entries) {
        mustBeOpen();
        MemoryStream stream = results.get(run.value());
        if (stream != null) {
            entries.forEach(entry -> stream.remove(mustBeEntry(entry)));
        }
    }

    @Override
    public synchronized void end(RunId run) {
        mustBeOpen();
        runs.remove(run);
        results.remove(run.value());
        holders.remove(run);
    }

    @Override
    public synchronized List<String> heartbeats() {
        mustBeOpen();
        return heartbeats.values().stream()
                .filter(heartbeat -> heartbeat.isAlive(clock))
                .map(Expiring::value)
                .toList();
    }

    @Override
    public synchronized Map<String, Map<String, String>> runs() {
        mustBeOpen();
        Map<String, Map<String, String>> known = new LinkedHashMap<>();
        runs.forEach((run, facts) -> known.put(run.value(), facts));
        return known;
    }

    @Override
    public synchronized long depth(EngineFingerprint engine) {
        mustBeOpen();
        return stream(engine).entries.size();
    }

    @Override
    public synchronized List<Delivery> take(EngineFingerprint engine, WorkerId worker, int count, Duration wait) {
        mustBeOpen();
        must(count >= 1, "a read of " + count + " entries");
        must(!taking, "a take by a second thread");
        MemoryStream stream = stream(engine);
        if (stream.group == null) {
            stream.group();
            return List.of();
        }
        taking = true;
        try {
            return waitFor(() -> stream(engine).group == null ? List.of() : deliver(engine, worker, count), wait);
        } finally {
            taking = false;
        }
    }

    private List<Delivery> deliver(EngineFingerprint engine, WorkerId worker, int count) {
        MemoryStream stream = stream(engine);
        List<String> next =
                stream.behind(stream.lastDelivered()).stream().limit(count).toList();
        for (String entry : next) {
            stream.group().lastDelivered = entry;
            stream.group().pending.put(entry, new Holding(worker.value(), 1));
        }
        return next.stream().map(stream::delivery).toList();
    }

    @Override
    public synchronized List<Delivery> held(EngineFingerprint engine, WorkerId worker) {
        mustBeOpen();
        MemoryStream stream = stream(engine);
        return stream.pending().keySet().stream()
                .filter(entry -> stream.isHeldBy(entry, worker) && stream.entries.containsKey(entry))
                .map(stream::delivery)
                .toList();
    }

    @Override
    public synchronized Map<String, Renewal> renew(
            EngineFingerprint engine, WorkerId worker, Collection<String> entries) {
        mustBeOpen();
        Map<String, Renewal> renewals = new HashMap<>();
        entries.forEach(entry -> renewals.put(entry, renew(stream(engine), worker, mustBeEntry(entry))));
        return renewals;
    }

    private static Renewal renew(MemoryStream stream, WorkerId worker, String entry) {
        Holding held = stream.pending().get(entry);
        if (held == null || !stream.entries.containsKey(entry)) {
            stream.pending().remove(entry);
            return Renewal.VANISHED;
        }
        if (!stream.isHeldBy(entry, worker)) {
            return Renewal.ANOTHERS;
        }
        stream.pending().put(entry, new Holding(held.holder, held.count + 1));
        return Renewal.KEPT;
    }

    @Override
    public synchronized Finish finish(EngineFingerprint engine, WorkerId worker, String entry, ResultMessage result) {
        mustBeOpen();
        must(result.taskEntry().equals(mustBeEntry(entry)), "a result of another task's entry");
        MemoryStream stream = results.get(result.run());
        if (stream == null) {
            return Finish.NO_RUN;
        }
        if (result.kind() != ResultMessage.Kind.EXTRACTED && !stream(engine).isHeldBy(entry, worker)) {
            return Finish.NOT_YOURS;
        }
        int waiting = stream.entries.size();
        int scores = result.scores().size();
        if (scores > 0 && waiting > 0 && waiting + scores + 1 > MOST_WAITING) {
            return Finish.FULL;
        }
        ResultCodec.scoreFields(result).forEach(fields -> stream.add(fields, clock));
        stream.add(ResultCodec.fields(result), clock);
        stream(engine).remove(entry);
        notifyAll();
        return Finish.DONE;
    }

    @Override
    public synchronized void announce(WorkerId worker, String heartbeat, Duration ttl) {
        mustBeOpen();
        must(ttl.toMillis() >= 1, "a time to live of " + ttl);
        heartbeats.put(worker, new Expiring(heartbeat, clock.instant().plus(ttl)));
    }

    @Override
    public synchronized void leave(WorkerId worker) {
        mustBeOpen();
        heartbeats.remove(worker);
    }

    @Override
    public synchronized Map<String, String> facts(RunId run) {
        Map<String, String> facts = new HashMap<>(runs.getOrDefault(run, Map.of()));
        facts.remove(STATE);
        return Map.copyOf(facts);
    }

    @Override
    public synchronized Optional<RunState> state(RunId run) {
        Map<String, String> hash = runs.get(run);
        return holder(run).isEmpty() || hash == null
                ? Optional.empty()
                : Optional.of(RunState.valueOf(hash.getOrDefault(STATE, "").toUpperCase(Locale.ROOT)));
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private <T> List<T> waitFor(Supplier<List<T>> read, Duration wait) {
        long begin = System.nanoTime();
        try {
            while (true) {
                mustBeOpen();
                List<T> found = read.get();
                long leftMillis = wait.minusNanos(System.nanoTime() - begin).toMillis();
                if (!found.isEmpty() || leftMillis <= 0) {
                    return found;
                }
                wait(leftMillis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueueUnavailableException("the waiting thread was interrupted", e);
        }
    }

    private MemoryStream stream(EngineFingerprint engine) {
        return tasks.computeIfAbsent(engine, _ -> new MemoryStream());
    }

    private MemoryStream existing(EngineFingerprint engine) {
        must(tasks.containsKey(engine), "a stream that nobody made: " + engine);
        return stream(engine);
    }

    private void mustBeOpen() {
        if (closed) {
            throw new QueueUnavailableException("the queue was closed", null);
        }
    }

    private static void must(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static String mustBeEntry(String entry) {
        must(entry.matches("\\d+-\\d+"), "no entry id: '" + entry + "'");
        return entry;
    }

    /// What a queue held at some time.
    public static final class Snapshot {
        private final Map<EngineFingerprint, MemoryStream> tasks;
        private final Map<String, MemoryStream> results;
        private final Map<RunId, Map<String, String>> runs;
        private final Map<RunId, Expiring> holders;
        private final Map<WorkerId, Expiring> heartbeats;

        private Snapshot(
                Map<EngineFingerprint, MemoryStream> tasks,
                Map<String, MemoryStream> results,
                Map<RunId, Map<String, String>> runs,
                Map<RunId, Expiring> holders,
                Map<WorkerId, Expiring> heartbeats) {
            this.tasks = tasks;
            this.results = results;
            this.runs = runs;
            this.holders = holders;
            this.heartbeats = heartbeats;
        }
    }

    private record Holding(String holder, long count) {}

    private record Expiring(String value, Instant until) {
        boolean isAlive(Clock clock) {
            return clock.instant().isBefore(until);
        }
    }

    private static final class MemoryGroup {
        private String lastDelivered = "0-0";
        private final Map<String, Holding> pending = new TreeMap<>(StreamView::compareIds);
    }

    /// A stream with at most one group.
    private static final class MemoryStream {
        private final Map<String, Map<String, String>> entries = new LinkedHashMap<>();
        private @Nullable MemoryGroup group;
        private long lastMillis;
        private long sequence;

        String add(Map<String, String> fields, Clock clock) {
            long now = Math.max(lastMillis, clock.millis());
            sequence = now == lastMillis ? sequence + 1 : 0;
            lastMillis = now;
            String entry = now + "-" + sequence;
            entries.put(entry, Map.copyOf(fields));
            return entry;
        }

        MemoryStream copy() {
            MemoryStream copy = new MemoryStream();
            copy.entries.putAll(entries);
            copy.lastMillis = lastMillis;
            copy.sequence = sequence;
            if (group != null) {
                copy.group().lastDelivered = group.lastDelivered;
                copy.group().pending.putAll(group.pending);
            }
            return copy;
        }

        void remove(String entry) {
            entries.remove(entry);
            pending().remove(entry);
        }

        MemoryGroup group() {
            if (group == null) {
                group = new MemoryGroup();
            }
            return group;
        }

        /// What the group holds; nothing can be held without one.
        Map<String, Holding> pending() {
            return group == null ? new HashMap<>() : group.pending;
        }

        String lastDelivered() {
            return group == null ? "0-0" : group.lastDelivered;
        }

        boolean isHeldBy(String entry, WorkerId worker) {
            Holding held = pending().get(entry);
            return held != null && held.holder.equals(worker.value());
        }

        List<String> behind(String after) {
            return entries.keySet().stream()
                    .filter(entry -> StreamView.compareIds(entry, after) > 0)
                    .toList();
        }

        Map<String, String> fields(String entry) {
            return entries.getOrDefault(entry, Map.of());
        }

        Delivery delivery(String entry) {
            Map<String, String> fields = fields(entry);
            String attempt = fields.getOrDefault("attempt", "");
            return new Delivery(
                    entry,
                    new TaskMessage(
                            fields.getOrDefault("run", ""),
                            fields.getOrDefault("clip", ""),
                            attempt.matches("\\d{1,9}") ? Integer.parseInt(attempt) : 0,
                            fields.getOrDefault("task", "")));
        }
    }
}
