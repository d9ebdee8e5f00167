package io.vmaffleet.worker;

import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.Heartbeat;
import io.vmaffleet.worker.engine.EngineReady;
import io.vmaffleet.worker.engine.EngineStartException;
import io.vmaffleet.worker.engine.MemoryBudget;
import io.vmaffleet.worker.loop.Closing;
import io.vmaffleet.worker.loop.LeaseKeeper;
import io.vmaffleet.worker.loop.Membership;
import io.vmaffleet.worker.loop.QueueContact;
import io.vmaffleet.worker.loop.ResultPublisher;
import io.vmaffleet.worker.loop.SelfExamination;
import io.vmaffleet.worker.loop.Slot;
import io.vmaffleet.worker.loop.TaskDesk;
import io.vmaffleet.worker.loop.WorkLoop;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One host's share of the work: slots with their engines, and the threads between them and the queue.
///
/// Threads, all virtual, each with its own things: one a slot owns the slot's engine and the attempt in hand; `take`
/// owns reading the queue until it has laid a task on the desk; `leases` renews; `heartbeats` shows signs of life;
/// `examination` looks again whether this host is fit;
/// `membership` closes the worker when its engines turn out to differ. An engine's two pipe readers are platform
/// threads of [io.vmaffleet.worker.engine.EngineProcess]. The public methods may be called by any thread; the queue
/// is the caller's and stays open.
public final class Worker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final WorkerOptions options;
    private final WorkerQueue queue;
    private final WorkerId id;
    private final Membership membership;
    private final TaskDesk desk = new TaskDesk();
    private final QueueContact contact = new QueueContact();
    private final Closing closing = new Closing();
    private final Closing ending = new Closing();
    /// Begins when the sign of life is taken back.
    private final Closing left = new Closing();
    private final LeaseKeeper leases;
    private final SelfExamination examination;
    private final List<Slot> slots;
    private final WorkLoop loop;
    private final List<Thread> slotThreads = new ArrayList<>();
    private final List<Thread> keepers = new ArrayList<>();
    private @Nullable Thread taking;
    private volatile boolean draining;
    private boolean closed;

    public Worker(WorkerOptions options, WorkerQueue queue) {
        this.options = options;
        this.queue = queue;
        SecureRandom random = new SecureRandom();
        this.id = WorkerId.of(options.host(), ProcessHandle.current().pid(), random);
        this.membership = new Membership(
                options.host(), id, options.loopLimits().lastRetry().multipliedBy(4), System::nanoTime);
        this.leases = new LeaseKeeper(queue, options.engineLimits(), options.loopLimits(), contact, System::nanoTime);
        ResultPublisher publisher = new ResultPublisher(queue, options.loopLimits(), contact, closing, random);
        this.examination = new SelfExamination(
                queue, membership, options.engine(), options.engineLimits(), options.loopLimits(), random);
        Slot.Together together = new Slot.Together(
                membership, new MemoryBudget(options.memoryBytes()), desk, leases, publisher, examination, closing);
        this.slots = IntStream.range(0, options.slots())
                .mapToObj(index ->
                        new Slot(index, options.engine(), options.engineLimits(), options.loopLimits(), together))
                .toList();
        this.loop = new WorkLoop(
                queue,
                membership,
                options.loopLimits(),
                desk,
                leases,
                publisher,
                contact,
                examination,
                closing,
                random);
    }

    /// Starts the engines and, when the first is ready, the work. To be called once.
    ///
    /// @throws WorkerUnfitException if this host cannot measure; the worker is closed then
    public void start() throws InterruptedException {
        for (Slot slot : slots) {
            slotThreads.add(Thread.ofVirtual().name("slot").start(slot::run));
        }
        try {
            membership.awaitFirst();
        } catch (EngineStartException e) {
            close();
            throw new WorkerUnfitException(String.valueOf(e.getMessage()));
        }
        LOG.info(
                "worker {} measures with engine {} in {} slots",
                id,
                membership.face().engine(),
                options.slots());
        synchronized (this) {
            if (closed) {
                return;
            }
            keepers.add(every("heartbeats", options.loopLimits().heartbeat(), this::announce));
            keepers.add(every("leases", options.loopLimits().renew(), () -> leases.runOnce(membership.face())));
            keepers.add(every("examination", options.loopLimits().firstRetry().multipliedBy(5), this::lookAgain));
            taking = Thread.ofVirtual().name("take").start(this::take);
        }
        Thread.ofVirtual().name("membership").start(this::watchMembership);
    }

    /// The fingerprint of this worker's engines; empty before the first is ready.
    public Optional<EngineFingerprint> fingerprint() {
        return membership.fingerprint();
    }

    /// What the worker does now, as its heartbeat says it.
    public Heartbeat snapshot() {
        return new Heartbeat(
                id.value(),
                options.host(),
                ProcessHandle.current().pid(),
                options.version(),
                fingerprint().map(EngineFingerprint::value).orElse(""),
                membership.engine().map(EngineReady::parts).orElse(Map.of()),
                options.roots(),
                slots.stream().map(Slot::view).toList(),
                slots.stream().mapToLong(Slot::clipsDone).sum(),
                slots.stream().mapToLong(Slot::framesDone).sum(),
                draining,
                examination.unfitRuns());
    }

    /// Whether the worker does what it should: an idle one has lately read the queue, a busy one moves or waits within
    /// its bounds. Not whether its process lives.
    public boolean isHealthy() {
        Duration sinceRead = Duration.ofNanos(System.nanoTime() - loop.lastReadNanos());
        boolean idle = slots.stream().anyMatch(Slot::isIdle);
        return leases.allMove()
                && (draining
                        || !idle
                        || sinceRead.compareTo(options.loopLimits().heartbeatTtl()) < 0);
    }

    /// The process ids of the engines that are running.
    public List<Long> enginePids() {
        return slots.stream().flatMap(slot -> slot.enginePid().stream()).toList();
    }

    /// Takes nothing new, ends what runs within the bound, hands the rest back and closes.
    public void drain(Duration bound) throws InterruptedException {
        draining = true;
        desk.stopTaking();
        long endNanos = System.nanoTime() + bound.toNanos();
        for (Thread thread : slotThreads) {
            thread.join(Duration.ofNanos(Math.max(0, endNanos - System.nanoTime())));
        }
        close();
    }

    /// Waits until the worker is closed.
    ///
    /// @throws WorkerUnfitException if it was because its engines differ
    public void awaitClosed() throws InterruptedException {
        while (!left.await(Duration.ofDays(1))) {
            LOG.debug("worker {} is a day older", id);
        }
        Optional<String> unfit = membership.unfit();
        if (unfit.isPresent()) {
            throw new WorkerUnfitException(unfit.get());
        }
    }

    /// Stops now: kills the engines, hands back what they measured and takes the sign of life back.
    @Override
    public void close() {
        draining = true;
        closing.begin();
        desk.stopTaking();
        examination.close();
        slots.forEach(slot -> slot.cancel("its worker stops"));
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                end();
            } catch (InterruptedException e) {
                LOG.warn("worker {} was interrupted while it closed; what it holds is handed out again later", id);
                Thread.currentThread().interrupt();
            } finally {
                ending.begin();
                left.begin();
            }
        }
    }

    private void end() throws InterruptedException {
        Duration bound = options.engineLimits()
                .kill()
                .plus(options.loopLimits().closing().multipliedBy(2));
        if (taking != null) {
            taking.join(bound);
        }
        for (Thread thread : slotThreads) {
            thread.join(bound);
        }
        ending.begin();
        for (Thread thread : keepers) {
            thread.join(bound);
        }
        try {
            queue.leave(id);
        } catch (QueueUnavailableException e) {
            LOG.info("worker {} leaves without a word, since the queue does not answer: {}", id, e.getMessage());
        }
    }

    private void take() {
        try {
            boolean goOn = true;
            while (goOn) {
                goOn = takeOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean takeOnce() throws InterruptedException {
        try {
            return loop.runOnce();
        } catch (RuntimeException e) {
            // a fault of ours or a server that does not fit: a worker that stopped taking would only look alive
            LOG.error("worker {} could not take a task and tries again", id, e);
            closing.await(options.loopLimits().lastRetry());
            return true;
        }
    }

    private void lookAgain() {
        try {
            examination.lookAgain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce() {
        try {
            queue.announce(id, snapshot().encode(), options.loopLimits().heartbeatTtl());
            contact.answered();
        } catch (QueueUnavailableException e) {
            contact.failed(e);
        }
    }

    private void watchMembership() {
        try {
            membership.awaitEnd();
            LOG.error("worker {} ends: {}", id, membership.unfit().orElse(""));
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Thread every(String name, Duration period, Runnable duty) {
        return Thread.ofVirtual().name(name).start(() -> {
            try {
                do {
                    try {
                        duty.run();
                    } catch (RuntimeException e) {
                        LOG.error("the {} of worker {} failed and are tried again", name, id, e);
                    }
                } while (!ending.await(period));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
