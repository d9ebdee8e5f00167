package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.ResultMessage;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.worker.engine.Measurement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands results over to the queue. While the queue does not answer, or does not know the run, it tries again with
/// growing delay for a bounded time, as it does while too many per-frame scores wait there; a result that nobody wanted
/// by then is dropped, and its clip is done again.
///
/// Safe for many threads; each waits for its own result.
public final class ResultPublisher {
    private static final Logger LOG = LoggerFactory.getLogger(ResultPublisher.class);
    private static final String NO_RECIPE = "unknown";

    private final WorkerQueue queue;
    private final LoopLimits limits;
    private final HandoverRule rule;
    private final QueueContact contact;
    private final Closing closing;
    private final RandomGenerator random;

    /// @param random for the jitter of delays; used by many threads
    public ResultPublisher(
            WorkerQueue queue, LoopLimits limits, QueueContact contact, Closing closing, RandomGenerator random) {
        this.queue = queue;
        this.limits = limits;
        this.rule = new HandoverRule(limits);
        this.contact = contact;
        this.closing = closing;
        this.random = random;
    }

    /// @return whether the queue took it
    boolean publish(WorkerFace face, Attempt attempt, Measurement measurement) throws InterruptedException {
        AttemptReport report = new AttemptReport(
                attempt.task().run(),
                attempt.task().clip(),
                attempt.entry(),
                attempt.task().recipe().digest(),
                measurement.sizeBytes(),
                measurement.result(),
                new Provenance(
                        face.host(),
                        face.worker(),
                        face.engine(),
                        measurement.frames(),
                        attempt.age().toMillis() / 1000.0,
                        measurement.constantsAudited(),
                        measurement.geometryMismatch()));
        return deliver(face, attempt.entry(), ResultCodec.encode(report, measurement.scores()));
    }

    /// Gives back a task of which perhaps no more can be read than whose it is, or takes it out of the queue if nobody
    /// is there to have it back.
    ///
    /// @throws QueueUnavailableException if the queue does not answer: the task is still this worker's, and will be
    ///     found among what it holds
    void handBack(WorkerFace face, Delivery delivery, String why) {
        RunId run = new RunId(delivery.message().run());
        ClipName clip = new ClipName(delivery.message().clip());
        LOG.info("{} of run {} is handed back: {}", clip, run, why);
        WorkerQueue.Finish answer = queue.finish(
                face.engine(),
                face.worker(),
                delivery.entry(),
                ResultCodec.encode(handedBack(face, run, clip, delivery.entry(), why)));
        if (answer == WorkerQueue.Finish.NO_RUN) {
            queue.drop(face.engine(), List.of(delivery.entry()));
        }
    }

    static AttemptReport handedBack(WorkerFace face, RunId run, ClipName clip, String entry, String why) {
        Provenance nothing = new Provenance(face.host(), face.worker(), face.engine(), 0, 0, false, Optional.empty());
        return new AttemptReport(run, clip, entry, NO_RECIPE, 0, new ClipResult.HandedBack(why), nothing);
    }

    private boolean deliver(WorkerFace face, String entry, ResultMessage message) throws InterruptedException {
        Backoff backoff = new Backoff(limits.firstRetry(), limits.lastRetry(), random);
        long startedNanos = System.nanoTime();
        while (true) {
            HandoverRule.Next next;
            String trouble = "the queue does not know the run";
            try {
                WorkerQueue.Finish answer = queue.finish(face.engine(), face.worker(), entry, message);
                contact.answered();
                if (answer == WorkerQueue.Finish.FULL) {
                    trouble = "too many per-frame scores wait for the run's coordinator";
                }
                next = rule.after(answer, since(startedNanos), closing.hasBegun());
            } catch (QueueUnavailableException e) {
                contact.failed(e);
                trouble = "the queue does not answer";
                next = rule.afterSilence(since(startedNanos), closing.hasBegun());
            }
            switch (next) {
                case TAKEN -> {
                    return true;
                }
                case REFUSED -> {
                    LOG.info(
                            "{} of run {} was somebody else's by its end; its {} is dropped",
                            message.clip(),
                            message.run(),
                            message.kind());
                    return false;
                }
                case DROP -> {
                    LOG.warn(
                            "the result of {} of run {} is dropped ({}); the clip is done again",
                            message.clip(),
                            message.run(),
                            trouble);
                    dropTask(face, entry);
                    return false;
                }
                case OFFER_AGAIN -> pause(backoff.delay());
            }
        }
    }

    private void dropTask(WorkerFace face, String entry) {
        try {
            queue.drop(face.engine(), List.of(entry));
        } catch (QueueUnavailableException e) {
            contact.failed(e);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    /// Once the worker closes, delays are as short as they begin.
    private void pause(Duration delay) throws InterruptedException {
        if (closing.await(delay)) {
            Thread.sleep(limits.firstRetry().dividedBy(4));
        }
    }
}
