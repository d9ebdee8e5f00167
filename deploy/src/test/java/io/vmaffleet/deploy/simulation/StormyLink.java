package io.vmaffleet.deploy.simulation;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.queue.testing.CarriedTaskQueue;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// One process's connection to the queue. Before each question the others may act, and the weather decides what
/// becomes of it.
final class StormyLink extends CarriedTaskQueue {
    private final Sky sky;
    private boolean cut;
    private boolean lost;
    private boolean repeats = true;

    /// What hangs over all links.
    interface Sky {
        /// Others may act now.
        void letOthersAct();

        Weather weather();

        /// Keeps a question that arrives later.
        void delay(Runnable question);

        /// A worker holds an entry from now on.
        void leaseBegins(String entry, String holder);

        /// A worker that holds an entry has said so.
        void leaseRenewed(String entry, String holder);

        /// The queue has taken a failure or what was handed back.
        void failureTaken(String entry);

        /// A coordinator is about to send tasks.
        void tasksCome(List<TaskMessage> tasks);

        /// A coordinator is about to remove results.
        void resultsLeave(Collection<String> entries);

        /// A coordinator is about to end a lease that it saw.
        void leaseEnds(PendingTask lease);

        /// A coordinator has ended a lease.
        void leaseEnded(PendingTask lease);
    }

    StormyLink(InMemoryTaskQueue queue, Sky sky) {
        super(queue);
        this.sky = sky;
    }

    void cut(boolean now) {
        cut = now;
    }

    /// The connection is lost and made again.
    void lose() {
        lost = true;
    }

    /// The connection that takes does not repeat what it asked.
    @Override
    public List<Delivery> take(EngineFingerprint engine, WorkerId taker, int count, Duration wait) {
        repeats = false;
        try {
            List<Delivery> taken = super.take(engine, taker, count, wait);
            taken.forEach(delivery -> sky.leaseBegins(delivery.entry(), taker.value()));
            return taken;
        } finally {
            repeats = true;
        }
    }

    @Override
    public Map<String, Renewal> renew(EngineFingerprint engine, WorkerId holder, Collection<String> entries) {
        Map<String, Renewal> renewals = super.renew(engine, holder, entries);
        renewals.forEach((entry, renewal) -> {
            if (renewal == Renewal.KEPT) {
                sky.leaseRenewed(entry, holder.value());
            }
        });
        return renewals;
    }

    @Override
    public Finish finish(EngineFingerprint engine, WorkerId holder, String entry, ResultMessage result) {
        Finish answer = super.finish(engine, holder, entry, result);
        if (answer == Finish.DONE && result.kind() != ResultMessage.Kind.EXTRACTED) {
            sky.failureTaken(entry);
        }
        return answer;
    }

    @Override
    public List<String> send(EngineFingerprint engine, List<TaskMessage> tasks) {
        sky.tasksCome(tasks);
        return super.send(engine, tasks);
    }

    @Override
    public void deleteResults(RunId run, Collection<String> entries) {
        sky.resultsLeave(entries);
        super.deleteResults(run, entries);
    }

    @Override
    public boolean expire(EngineFingerprint engine, PendingTask seen) {
        sky.leaseEnds(seen);
        boolean ended = super.expire(engine, seen);
        if (ended) {
            sky.leaseEnded(seen);
        }
        return ended;
    }

    @Override
    protected <T> T carry(Supplier<T> question) {
        sky.letOthersAct();
        if (lost) {
            lost = false;
            throw new QueueUnavailableException("the connection was lost", null);
        }
        if (cut) {
            throw new QueueUnavailableException("the connection is cut", null);
        }
        return switch (sky.weather()) {
            case CALM -> question.get();
            case QUESTION_LOST -> throw new QueueUnavailableException("the question is lost", null);
            case ANSWER_LOST -> {
                var _ = question.get();
                throw new QueueUnavailableException("the answer is lost", null);
            }
            case LATE -> {
                sky.delay(() -> {
                    var _ = question.get();
                });
                throw new QueueUnavailableException("nobody answers", null);
            }
            case TWICE -> {
                if (repeats) {
                    var _ = question.get();
                }
                yield question.get();
            }
            case DEATH_BEFORE -> throw new Death();
            case DEATH_AFTER -> {
                var _ = question.get();
                throw new Death();
            }
        };
    }
}
