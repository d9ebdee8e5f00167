package io.vmaffleet.queue.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.ResultEntry;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The results stream of one run, read from a cursor that its reader keeps. A missing one is an empty one, and is
/// never made by reading.
record ResultStream(RedisConnection redis, String key) {
    List<ResultEntry> read(String after, int count) {
        return entries(redis.ask(commands -> commands.xrange(key, TaskStream.behind(after), Limit.from(count))));
    }

    @SuppressWarnings("unchecked") // a generic vararg of the client's, with one element
    List<ResultEntry> await(String after, int count, Duration wait) {
        if (!wait.isPositive()) {
            return read(after, count);
        }
        // At least 1 ms: a block of 0 ms would be one without end.
        XReadArgs how = XReadArgs.Builder.block(Math.max(1, wait.toMillis())).count(count);
        try {
            return entries(redis.await(commands -> commands.xread(how, StreamOffset.from(key, after)), wait));
        } catch (QueueUnavailableException e) {
            if (!Refusals.saysNoGroup(e)) {
                throw e;
            }
            return List.of();
        }
    }

    private static List<ResultEntry> entries(List<StreamMessage<String, String>> messages) {
        return messages.stream()
                .map(message -> new ResultEntry(message.getId(), Map.copyOf(message.getBody())))
                .toList();
    }
}
