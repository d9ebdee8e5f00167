package io.vmaffleet.worker.loop;

import io.vmaffleet.queue.QueueUnavailableException;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.ProbeCodec;
import io.vmaffleet.wire.WireFormatException;
import io.vmaffleet.worker.engine.EngineCommand;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.EngineProcess;
import io.vmaffleet.worker.engine.EngineStartException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks for the fault in this host before a clip is blamed: a fresh engine must start as the others did and must see
/// one of the run's probe clips. (Where only the clip's file is in question, the engine that missed it looks for the
/// others: a corpus with many missing files must not cost an engine's start each.) A host that does not is unfit for
/// that run, and for no other, until it is fit again;
/// it looks again with growing delay.
///
/// One examination at a time, for all slots together: those that failed before it began share what it finds. The
/// engine has a bound, so a mount that hangs stops neither the slot nor its supervisor. Safe for many threads.
public final class SelfExamination {
    private static final Logger LOG = LoggerFactory.getLogger(SelfExamination.class);

    /// Runs whose probe clips are kept.
    private static final int MOST_HEARD = 256;

    private final WorkerQueue queue;
    private final Membership membership;
    private final EngineCommand command;
    private final EngineLimits limits;
    private final LoopLimits loop;
    private final RandomGenerator random;
    private final ReentrantLock examining = new ReentrantLock();
    private final Map<RunId, Unfit> unfit = new ConcurrentHashMap<>();
    private final Map<RunId, Finding> lastFindings = new ConcurrentHashMap<>();

    /// What each run has this host look for, as last heard: who loses a mount by losing the network cannot ask then.
    /// Empty where that cannot be read.
    private final Map<RunId, Optional<ProbeCodec.Probes>> heard = new ConcurrentHashMap<>();

    private volatile @Nullable EngineProcess looking;
    private volatile boolean closing;

    private record Unfit(String reason, Backoff backoff, long lookAgainNanos) {}

    private record Finding(long begunNanos, Optional<String> problem) {}

    public SelfExamination(
            WorkerQueue queue,
            Membership membership,
            EngineCommand command,
            EngineLimits limits,
            LoopLimits loop,
            RandomGenerator random) {
        this.queue = queue;
        this.membership = membership;
        this.command = command;
        this.limits = limits.withStart(loop.examination());
        this.loop = loop;
        this.random = random;
    }

    /// Why this host cannot serve a run now; empty if it can as far as it knows.
    Optional<String> unfitFor(RunId run) {
        return Optional.ofNullable(unfit.get(run)).map(Unfit::reason);
    }

    /// All runs that it cannot serve, by id, with the reasons.
    public Map<String, String> unfitRuns() {
        Map<String, String> reasons = new TreeMap<>();
        unfit.forEach((run, why) -> reasons.put(run.value(), why.reason()));
        return reasons;
    }

    /// Examines this host after a failure that may be its own.
    ///
    /// @param failedNanos when it was, by `System.nanoTime()`
    /// @param sound the engine that saw it, where that is above suspicion: it looks, and no other is started
    /// @return why the host and not the clip is to blame; empty if the clip is
    Optional<String> afterFailure(ClipTask task, long failedNanos, Optional<EngineProcess> sound)
            throws InterruptedException {
        examining.lockInterruptibly();
        try {
            Finding last = lastFindings.get(task.run());
            // another slot's failure has been looked into meanwhile
            Optional<String> problem = last != null && last.begunNanos() - failedNanos > 0
                    ? last.problem()
                    : examine(task.run(), task.path(), sound);
            problem.ifPresent(reason -> declareUnfit(task.run(), reason));
            return problem;
        } finally {
            examining.unlock();
        }
    }

    /// Looks whether this host has become fit for runs that it was not fit for, when it is time to.
    public void lookAgain() throws InterruptedException {
        for (Map.Entry<RunId, Unfit> one : Map.copyOf(unfit).entrySet()) {
            RunId run = one.getKey();
            if (System.nanoTime() - one.getValue().lookAgainNanos() < 0) {
                continue;
            }
            examining.lockInterruptibly();
            try {
                if (isGone(run)) {
                    unfit.remove(run);
                    lastFindings.remove(run);
                    heard.remove(run);
                    continue;
                }
                Optional<String> problem = examine(run, "", Optional.empty());
                if (problem.isPresent()) {
                    declareUnfit(run, problem.get());
                } else {
                    unfit.remove(run);
                    LOG.info("this host is fit for run {} again", run);
                }
            } finally {
                examining.unlock();
            }
        }
    }

    private boolean isGone(RunId run) {
        try {
            return queue.facts(run).isEmpty();
        } catch (QueueUnavailableException e) {
            return false;
        }
    }

    private void declareUnfit(RunId run, String reason) {
        Unfit before = unfit.get(run);
        Backoff backoff = before == null
                ? new Backoff(
                        loop.firstRetry().multipliedBy(10), loop.lastRetry().multipliedBy(4), random)
                : before.backoff();
        unfit.put(
                run,
                new Unfit(reason, backoff, System.nanoTime() + backoff.delay().toNanos()));
        if (before == null) {
            LOG.warn("this host is not fit for run {}: {}; it hands the run's clips back until it is", run, reason);
        }
    }

    private Optional<String> examine(RunId run, String failedPath, Optional<EngineProcess> sound)
            throws InterruptedException {
        long begunNanos = System.nanoTime();
        Optional<ProbeCodec.Probes> probes = probes(run, failedPath);
        Optional<String> problem;
        if (probes.isEmpty()) {
            problem = Optional.of("it cannot be told which files of the run this host should see");
        } else if (sound.isPresent()) {
            problem = sound.get().probe(probes.get(), loop.examination());
        } else {
            problem = look(probes.get());
        }
        lastFindings.put(run, new Finding(begunNanos, problem));
        return problem;
    }

    private Optional<String> look(ProbeCodec.Probes probes) throws InterruptedException {
        EngineProcess before = looking;
        if (before != null && !before.awaitGone(Duration.ZERO)) {
            return Optional.of("the process that looked before (" + before.pid()
                    + ") hangs in the kernel and cannot be killed; is a mount stuck?");
        }
        try {
            EngineProcess engine = EngineProcess.launch("examination", command, limits);
            looking = engine;
            if (closing) {
                engine.cancel("its worker stops");
            }
            try {
                membership.check(engine.awaitReady());
                return engine.probe(probes, loop.examination());
            } finally {
                engine.retire();
            }
        } catch (EngineStartException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Ends an examination that is under way: what it is about is handed back.
    public void close() {
        closing = true;
        EngineProcess engine = looking;
        if (engine != null) {
            engine.cancel("its worker stops");
        }
    }

    /// A task of this run begins here: what the run has its workers look for is asked while the queue answers.
    ///
    /// @throws QueueUnavailableException if it does not
    void learn(RunId run) {
        if (!heard.containsKey(run)) {
            if (heard.size() >= MOST_HEARD) {
                heard.clear(); // runs come and go; of one that is still there the next task asks again
            }
            hear(run);
        }
    }

    private void hear(RunId run) {
        String fact = queue.facts(run).get(ProbeCodec.FACT);
        if (fact == null) {
            return;
        }
        try {
            heard.put(run, Optional.of(ProbeCodec.decode(fact)));
        } catch (WireFormatException e) {
            if (heard.putIfAbsent(run, Optional.empty()) == null) {
                LOG.warn("the probe clips of run {} cannot be read: {}", run, e.getMessage());
            }
        }
    }

    /// The run's probe clips but for the one that failed: it proves nothing for itself. Empty when they were never
    /// heard.
    private Optional<ProbeCodec.Probes> probes(RunId run, String failedPath) {
        try {
            hear(run);
        } catch (QueueUnavailableException e) {
            LOG.debug("the probe clips of run {} are those heard before: {}", run, e.getMessage());
        }
        return heard.getOrDefault(run, Optional.empty())
                .map(all -> new ProbeCodec.Probes(
                        all.folder(),
                        all.clips().stream()
                                .filter(clip -> !clip.path().equals(failedPath))
                                .toList()));
    }
}
