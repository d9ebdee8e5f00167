package io.vmaffleet.queue.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.vmaffleet.queue.QueueUnavailableException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One connection, opened when it is first needed and anew whenever it was found broken.
///
/// A connection that breaks fails what was asked of it, and nothing is kept to be asked again: a read that is
/// repeated behind its caller's back would take tasks for nobody. One that broke while nothing was asked fails the next
/// question: the server may be another one now, and the asker must hear of it. A connection whose answer is overdue is
/// closed, since whatever is asked behind it would be as late. Safe for use by many threads.
final class RedisLink implements AutoCloseable {
    private final RedisClient client;
    private final RedisAddress address;
    private final ReentrantLock opening = new ReentrantLock();
    private final AtomicReference<@Nullable StatefulRedisConnection<String, String>> connection =
            new AtomicReference<>();
    private volatile boolean closed;
    private @Nullable RuntimeException lastFailure;
    private long lastFailureNanos;

    RedisLink(RedisClient client, RedisAddress address) {
        this.client = client;
        this.address = address;
    }

    /// Asks something and waits for the answer.
    ///
    /// @throws QueueUnavailableException if none came in time, or a refusal, see [Refusals]
    <T> T ask(Function<RedisAsyncCommands<String, String>, Future<T>> question, Duration patience) {
        StatefulRedisConnection<String, String> open = open();
        try {
            return question.apply(open.async()).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            discard(open);
            throw unavailable(
                    "did not answer within " + patience.toMillis() + " ms; what was asked may have been done", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("was not waited for, the asking thread was interrupted", e);
        } catch (ExecutionException e) {
            throw failed(open, e.getCause() == null ? e : e.getCause());
        } catch (CancellationException | RedisException e) {
            throw failed(open, e);
        }
    }

    /// Breaks the connection, so that the server forgets what it was asked; the next question opens another.
    void abandon() {
        discard(connection.get());
    }

    private void discard(@Nullable StatefulRedisConnection<String, String> open) {
        if (open != null && connection.compareAndSet(open, null)) {
            open.close();
        }
    }

    private StatefulRedisConnection<String, String> open() {
        StatefulRedisConnection<String, String> open = connection.get();
        if (open != null && open.isOpen() && !closed) {
            return open;
        }
        long asked = System.nanoTime();
        opening.lock();
        try {
            return openAnew(asked);
        } finally {
            opening.unlock();
        }
    }

    private StatefulRedisConnection<String, String> openAnew(long asked) {
        if (closed) {
            throw unavailable("is no longer asked, the queue was closed", null);
        }
        StatefulRedisConnection<String, String> broken = connection.get();
        if (broken != null && broken.isOpen()) {
            return broken;
        }
        // Who waited while another thread failed shares its failure: many threads must not wait in turn for a time-out.
        if (lastFailure != null && lastFailureNanos - asked > 0) {
            throw unreachable(lastFailure);
        }
        if (broken != null) {
            discard(broken);
            throw unavailable("was lost while nothing was asked of it", null);
        }
        try {
            StatefulRedisConnection<String, String> opened = client.connect(StringCodec.UTF8, address.uri());
            connection.set(opened);
            lastFailure = null;
            return opened;
        } catch (RuntimeException e) {
            lastFailure = e;
            lastFailureNanos = System.nanoTime();
            throw unreachable(e);
        }
    }

    private QueueUnavailableException unreachable(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = String.valueOf(root.getMessage());
        if (why.startsWith("NOAUTH") || why.startsWith("WRONGPASS")) {
            return unavailable(
                    "does not let us in (" + why + "): set " + RedisTaskQueue.PASSWORD_VARIABLE + " to its password",
                    cause);
        }
        return unavailable("cannot be reached (" + why + ")", cause);
    }

    private QueueUnavailableException failed(StatefulRedisConnection<String, String> open, Throwable cause) {
        if (cause instanceof RedisCommandExecutionException) {
            return unavailable("refused: " + cause.getMessage() + Refusals.advice(cause), cause, true);
        }
        // not only when it is known to be closed: its questions fail a moment before, and the next would fail once more
        discard(open);
        return unavailable("was lost (" + cause.getMessage() + "); what was asked may have been done", cause);
    }

    private QueueUnavailableException unavailable(String what, @Nullable Throwable cause) {
        return unavailable(what, cause, false);
    }

    private QueueUnavailableException unavailable(String what, @Nullable Throwable cause, boolean refusal) {
        return new QueueUnavailableException("Redis at " + address.shown() + " " + what, cause, refusal);
    }

    @Override
    public void close() {
        closed = true;
        abandon();
    }
}
