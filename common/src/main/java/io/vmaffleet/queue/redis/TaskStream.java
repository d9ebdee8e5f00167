package io.vmaffleet.queue.redis;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.models.stream.PendingMessage;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.task.WorkerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The task stream of one engine: its entries (`run`, `clip`, `attempt`, `task`), its group, and walks over both,
/// page by page. A stream or group that is missing is an empty one.
record TaskStream(RedisConnection redis, String key) {
    /// How much of a stream is read at once.
    private static final int PAGE = 500;

    List<String> add(List<TaskMessage> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        ensureGroup();
        List<String> entries = redis.askEach(
                tasks,
                (commands, task) -> commands.xadd(
                        key,
                        "run",
                        task.run(),
                        "clip",
                        task.clip(),
                        "attempt",
                        Integer.toString(task.attempt()),
                        "task",
                        task.task()));
        renewTtl();
        return entries;
    }

    @SuppressWarnings("unchecked") // a generic vararg of the client's, with one element
    List<Delivery> take(WorkerId worker, int count, Duration wait) {
        XReadArgs how = XReadArgs.Builder.count(count);
        if (wait.isPositive()) {
            // At least 1 ms: a block of 0 ms would be one without end.
            how.block(Math.max(1, wait.toMillis()));
        }
        try {
            List<StreamMessage<String, String>> messages = redis.take(
                    commands -> {
                        // On the same connection just before the read, so it costs no round trip.
                        var _ = commands.expire(key, RedisKeys.TTL);
                        return commands.xreadgroup(
                                Consumer.from(RedisKeys.GROUP, worker.value()), how, StreamOffset.lastConsumed(key));
                    },
                    wait);
            return messages.stream().map(TaskStream::delivery).toList();
        } catch (QueueUnavailableException e) {
            if (!Refusals.saysNoGroup(e)) {
                throw e;
            }
            ensureGroup();
            renewTtl();
            return List.of();
        }
    }

    /// What one worker holds. Not by reading its history, since that would count as a renewal.
    List<Delivery> held(WorkerId worker) {
        List<String> entries = pages(range -> redis.ask(commands -> commands.xpending(
                        key, Consumer.from(RedisKeys.GROUP, worker.value()), range, Limit.from(PAGE))))
                .stream()
                .map(PendingMessage::getId)
                .toList();
        return redis.askEach(entries, (commands, entry) -> commands.xrange(key, Range.create(entry, entry))).stream()
                .flatMap(List::stream)
                .map(TaskStream::delivery)
                .toList();
    }

    List<PendingTask> pending() {
        return pages(range -> redis.ask(commands -> commands.xpending(key, RedisKeys.GROUP, range, Limit.from(PAGE))))
                .stream()
                .map(message -> new PendingTask(message.getId(), message.getConsumer(), message.getRedeliveryCount()))
                .toList();
    }

    /// The entries of one run, id to clip name. An entry without a run is nobody's.
    Map<String, String> entriesOf(String run) {
        Map<String, String> entries = new LinkedHashMap<>();
        Range<String> range = Range.unbounded();
        while (true) {
            Range<String> next = range;
            List<StreamMessage<String, String>> page =
                    redis.ask(commands -> commands.xrange(key, next, Limit.from(PAGE)));
            for (StreamMessage<String, String> message : page) {
                if (run.equals(message.getBody().get("run"))) {
                    entries.put(message.getId(), message.getBody().getOrDefault("clip", ""));
                }
            }
            if (page.size() < PAGE) {
                return entries;
            }
            range = behind(page.getLast().getId());
        }
    }

    /// The id of the last entry that the group gave to anybody.
    String lastDelivered() {
        try {
            for (Object group : redis.ask(commands -> commands.xinfoGroups(key))) {
                if (group instanceof List<?> pairs && RedisKeys.GROUP.equals(valueOf(pairs, "name"))) {
                    return valueOf(pairs, "last-delivered-id");
                }
            }
        } catch (QueueUnavailableException e) {
            if (!Refusals.saysNoKey(e)) {
                throw e;
            }
        }
        return "0-0";
    }

    private List<PendingMessage> pages(Function<Range<String>, List<PendingMessage>> read) {
        List<PendingMessage> all = new ArrayList<>();
        try {
            Range<String> range = Range.unbounded();
            while (true) {
                List<PendingMessage> page = read.apply(range);
                all.addAll(page);
                if (page.size() < PAGE) {
                    return all;
                }
                range = behind(page.getLast().getId());
            }
        } catch (QueueUnavailableException e) {
            if (!Refusals.saysNoGroup(e)) {
                throw e;
            }
            // The group went between two pages, and with it all that was held.
            return List.of();
        }
    }

    /// From the beginning, since what waits in a stream whose group is gone was given to nobody.
    private void ensureGroup() {
        try {
            redis.ask(commands -> commands.xgroupCreate(
                    StreamOffset.from(key, "0"), RedisKeys.GROUP, XGroupCreateArgs.Builder.mkstream()));
        } catch (QueueUnavailableException e) {
            if (!Refusals.saysGroupExists(e)) {
                throw e;
            }
        }
    }

    private void renewTtl() {
        redis.ask(commands -> commands.expire(key, RedisKeys.TTL));
    }

    static Range<String> behind(String entry) {
        return Range.from(Boundary.excluding(entry), Boundary.unbounded());
    }

    private static String valueOf(List<?> pairs, String name) {
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            if (name.equals(pairs.get(i))) {
                return String.valueOf(pairs.get(i + 1));
            }
        }
        return "";
    }

    /// Whatever an entry lacks is empty, so that a worker can hand it back.
    private static Delivery delivery(StreamMessage<String, String> message) {
        Map<String, String> fields = message.getBody();
        return new Delivery(
                message.getId(),
                new TaskMessage(
                        fields.getOrDefault("run", ""),
                        fields.getOrDefault("clip", ""),
                        number(fields.getOrDefault("attempt", "")),
                        fields.getOrDefault("task", "")));
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
