package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.WorkerQueue;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes tasks, never more than there are free slots, and lays them on the desk.
///
/// What this host is not fit for, and what wishes to avoid it, is handed back; while it is given nothing else, it asks
/// with growing delay, so that others get their chance. One thread runs it.
public final class WorkLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);

    private final WorkerQueue queue;
    private final Membership membership;
    private final LoopLimits limits;
    private final TaskDesk desk;
    private final LeaseKeeper leases;
    private final ResultPublisher publisher;
    private final QueueContact contact;
    private final Closing closing;
    private final Backoff backoff;
    private final SelfExamination examination;
    private final Backoff refusals;
    private boolean mayHoldUnknown;
    private boolean saidNonsense;
    private volatile long lastReadNanos = System.nanoTime();

    public WorkLoop(
            WorkerQueue queue,
            Membership membership,
            LoopLimits limits,
            TaskDesk desk,
            LeaseKeeper leases,
            ResultPublisher publisher,
            QueueContact contact,
            SelfExamination examination,
            Closing closing,
            RandomGenerator random) {
        this.queue = queue;
        this.membership = membership;
        this.limits = limits;
        this.desk = desk;
        this.leases = leases;
        this.publisher = publisher;
        this.contact = contact;
        this.closing = closing;
        this.backoff = new Backoff(limits.firstRetry(), limits.lastRetry(), random);
        this.examination = examination;
        this.refusals = new Backoff(limits.firstRetry(), limits.lastRetry(), random);
    }

    /// Takes once.
    ///
    /// @return false when nothing is to be taken any more
    public boolean runOnce() throws InterruptedException {
        int free = desk.awaitCapacity();
        if (free == 0) {
            return false;
        }
        WorkerFace face = membership.face();
        try {
            if (mayHoldUnknown) {
                // a reply may have been lost on the way: then this worker holds what it never heard of
                List<Delivery> unknown = queue.held(face.engine(), face.worker());
                mayHoldUnknown = false;
                accept(face, unknown, free);
            } else {
                accept(face, queue.take(face.engine(), face.worker(), free, limits.takeWait()), free);
            }
            contact.answered();
            backoff.reset();
            lastReadNanos = System.nanoTime();
        } catch (QueueUnavailableException e) {
            if (mayHoldUnknown) {
                contact.failed(e);
            }
            // at first it is no more than a connection that broke, perhaps long ago while every slot was busy
            mayHoldUnknown = true;
            closing.await(backoff.delay());
        }
        return true;
    }

    /// When the queue was last read, by `System.nanoTime()`.
    public long lastReadNanos() {
        return lastReadNanos;
    }

    /// Takes on what is new, up to what there are free slots for, and hands the rest back.
    private void accept(WorkerFace face, List<Delivery> deliveries, int free) throws InterruptedException {
        int left = free;
        boolean refusedAny = false;
        for (Delivery delivery : deliveries) {
            if (leases.holds(delivery.entry())) {
                continue;
            }
            switch (accept(face, delivery, left > 0 && !desk.takesNoMore())) {
                case RUN -> left--;
                case HANDED_BACK -> refusedAny = true;
                case DROPPED -> {}
            }
        }
        if (refusedAny && left == free) {
            closing.await(refusals.delay());
        } else if (left < free) {
            refusals.reset();
        }
    }

    private enum Fate {
        RUN,
        HANDED_BACK,
        /// It is out of the queue for good, so it does not come again.
        DROPPED
    }

    private Fate accept(WorkerFace face, Delivery delivery, boolean hasRoom) {
        return switch (Acceptance.of(delivery.message(), face.host(), queue::state, examination::unfitFor)) {
            case Acceptance.Begin _
            when !hasRoom -> {
                publisher.handBack(face, delivery, "this worker has no free slot for it");
                yield Fate.HANDED_BACK;
            }
            case Acceptance.Begin(var task) -> {
                examination.learn(task.run());
                Attempt attempt = new Attempt(delivery, task);
                if (leases.hold(attempt) && !desk.give(attempt)) {
                    leases.release(attempt);
                    publisher.handBack(face, delivery, "this worker takes no more");
                    yield Fate.HANDED_BACK;
                }
                yield Fate.RUN;
            }
            case Acceptance.Drop(var why) -> {
                LOG.debug(
                        "task entry {} ({}) is dropped: {}",
                        delivery.entry(),
                        delivery.message().clip(),
                        why);
                queue.drop(face.engine(), List.of(delivery.entry()));
                yield Fate.DROPPED;
            }
            case Acceptance.Nonsense(var why) -> {
                if (!saidNonsense) {
                    saidNonsense = true;
                    LOG.warn(
                            "task entry {} is dropped: {}; somebody else writes into this queue, and more of it is"
                                    + " dropped without a word",
                            delivery.entry(),
                            why);
                }
                queue.drop(face.engine(), List.of(delivery.entry()));
                yield Fate.DROPPED;
            }
            case Acceptance.HandBack(var why) -> {
                publisher.handBack(face, delivery, why);
                yield Fate.HANDED_BACK;
            }
        };
    }
}
