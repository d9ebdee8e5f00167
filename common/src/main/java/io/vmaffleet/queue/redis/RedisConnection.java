package io.vmaffleet.queue.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.redis.RedisScripts.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The way to one server: a connection for commands, and one for each of the two reads that wait, since a command
/// behind a waiting read would wait as long. Safe for use by many threads; waiting reads of a kind go one by one.
final class RedisConnection implements AutoCloseable {
    /// How many commands may be on their way at once: what a pipeline holds, many times over, and a bound for
    /// memory when the server stalls.
    private static final int REQUEST_QUEUE = 16_384;

    /// How many commands of one pipeline are sent before their answers are awaited.
    private static final int PIPELINE = 512;

    private final Duration patience;
    private final RedisClient client;
    private final RedisLink commands;
    private final WaitingReads taking;
    private final WaitingReads awaiting;

    /// @param patience how long an answer may take before the server counts as gone, on top of what a read lets it wait
    RedisConnection(RedisAddress address, Duration patience) {
        this.patience = patience;
        client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                // RedisLink reconnects by itself: the client's own way repeats commands, and hoards them meanwhile.
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(REQUEST_QUEUE)
                .protocolVersion(ProtocolVersion.RESP2)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(address.uri().getTimeout())
                        .keepAlive(true)
                        .build())
                .build());
        commands = new RedisLink(client, address);
        taking = new WaitingReads(new RedisLink(client, address));
        awaiting = new WaitingReads(new RedisLink(client, address));
    }

    /// Asks one thing.
    <T> T ask(Function<RedisAsyncCommands<String, String>, Future<T>> question) {
        return commands.ask(question, patience);
    }

    /// Asks the same thing of many, without waiting for each answer; the answers are in order.
    <Q, T> List<T> askEach(
            List<Q> subjects, BiFunction<RedisAsyncCommands<String, String>, Q, RedisFuture<T>> question) {
        List<T> answers = new ArrayList<>(subjects.size());
        for (int begin = 0; begin < subjects.size(); begin += PIPELINE) {
            List<Q> page = subjects.subList(begin, Math.min(begin + PIPELINE, subjects.size()));
            List<RedisFuture<T>> sent = new ArrayList<>(page.size());
            answers.add(ask(redis -> {
                page.forEach(subject -> sent.add(question.apply(redis, subject)));
                return sent.getFirst();
            }));
            sent.stream().skip(1).forEach(answer -> answers.add(ask(redis -> answer)));
        }
        return answers;
    }

    /// Runs a script whose answer is 0 or 1.
    boolean decide(Script script, List<String> keys, List<String> arguments) {
        return run(ScriptOutputType.INTEGER, script, keys, arguments).equals(1L);
    }

    /// Runs a script whose answer is a word.
    String word(Script script, List<String> keys, List<String> arguments) {
        return run(ScriptOutputType.VALUE, script, keys, arguments).toString();
    }

    /// Runs a script whose answer is a list of words.
    List<String> words(Script script, List<String> keys, List<String> arguments) {
        List<?> words = (List<?>) run(ScriptOutputType.MULTI, script, keys, arguments);
        return words.stream().map(Object::toString).toList();
    }

    /// A script that the server does not know (it was restarted or wiped) is sent whole.
    private Object run(ScriptOutputType answer, Script script, List<String> keys, List<String> arguments) {
        String[] keyArray = keys.toArray(String[]::new);
        String[] argumentArray = arguments.toArray(String[]::new);
        try {
            return ask(redis -> redis.<Object>evalsha(script.sha1(), answer, keyArray, argumentArray));
        } catch (QueueUnavailableException e) {
            if (!Refusals.saysUnknownScript(e)) {
                throw e;
            }
            return ask(redis -> redis.<Object>eval(script.text(), answer, keyArray, argumentArray));
        }
    }

    /// A read of tasks that lets the server wait up to `wait`.
    <T> T take(Function<RedisAsyncCommands<String, String>, Future<T>> read, Duration wait) {
        return taking.ask(read, wait.plus(patience));
    }

    /// A read of results that lets the server wait up to `wait`.
    <T> T await(Function<RedisAsyncCommands<String, String>, Future<T>> read, Duration wait) {
        return awaiting.ask(read, wait.plus(patience));
    }

    @Override
    public void close() {
        commands.close();
        taking.link.close();
        awaiting.link.close();
        client.shutdown(0, 2, TimeUnit.SECONDS);
    }

    /// A connection on which the server may be made to wait, so that one read at a time uses it.
    private record WaitingReads(RedisLink link, ReentrantLock turn) {
        WaitingReads(RedisLink link) {
            this(link, new ReentrantLock());
        }

        <T> T ask(Function<RedisAsyncCommands<String, String>, Future<T>> read, Duration overdue) {
            turn.lock();
            try {
                return link.ask(read, overdue);
            } catch (QueueUnavailableException e) {
                if (Thread.currentThread().isInterrupted()) {
                    // Nobody listens any more, but the server would still hand tasks to this connection.
                    link.abandon();
                }
                throw e;
            } finally {
                turn.unlock();
            }
        }
    }
}
