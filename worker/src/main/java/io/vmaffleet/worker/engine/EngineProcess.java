package io.vmaffleet.worker.engine;

import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.ProbeCodec;
import io.vmaffleet.wire.WireFormatException;
import io.vmaffleet.worker.posix.EngineSession;
import io.vmaffleet.worker.posix.ExitStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The supervisor's hold on one engine process: starts it, gives it clips, and kills it when it stalls, passes its
/// deadline or talks nonsense.
///
/// One thread uses it; [#cancel] and [#pid] may be called by any. Two threads of its own read the pipes: platform
/// threads, since a read of a pipe may hold its carrier.
public final class EngineProcess {
    private static final Logger LOG = LoggerFactory.getLogger(EngineProcess.class);

    /// More unread messages than this cannot come of an engine that keeps to the protocol.
    private static final int MAX_UNREAD = 1024;

    /// How often a wait looks up: at the clock, and at the memory of an engine at work.
    private static final Duration LOOK = Duration.ofMillis(500);

    /// What an engine may take beyond one and a half times what it asked for: the virtual machine's own share varies.
    private static final long MEMORY_GRACE_BYTES = 256L << 20;

    /// What an engine may have before it has asked: its own, and what a look into the largest clips' streams takes.
    private static final long UNASKED_BYTES = 1L << 30;

    /// More than any clip's per-frame scores have: with the longest message a part, a bound for memory.
    private static final int MOST_SCORE_PARTS = 256;

    /// How long an ended engine's last words may take to be read.
    private static final Duration LAST_WORDS = Duration.ofSeconds(6);

    private final String name;
    private final EngineLimits limits;
    private final Process process;
    private final EngineChannel channel;
    private final EngineOutput output;
    private final Thread stderrReader;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>(MAX_UNREAD);
    private final AtomicReference<@Nullable String> cancelled = new AtomicReference<>();
    private @Nullable EngineReady ready;
    private boolean spent;
    private int clips;
    private long lastAskedBytes;

    private sealed interface Event {
        record Said(EngineMessage.FromEngine message) implements Event {}

        record Granted() implements Event {}

        record Garbled(String detail) implements Event {}

        record Ended() implements Event {}
    }

    private EngineProcess(String name, EngineLimits limits, Process process) {
        this.name = name;
        this.limits = limits;
        this.process = process;
        this.channel = new EngineChannel(process.getInputStream(), process.getOutputStream(), limits.messageBytes());
        this.output = new EngineOutput(name, limits.stderrLines());
        this.stderrReader = Thread.ofPlatform()
                .daemon()
                .name(name + "-stderr")
                .unstarted(() -> output.follow(process.getErrorStream()));
    }

    /// Starts the process; it examines itself from here on.
    ///
    /// @param name of the engine, for logs
    /// @throws EngineStartException if there is no process
    public static EngineProcess launch(String name, EngineCommand command, EngineLimits limits) {
        ProcessBuilder builder = new ProcessBuilder(command.line());
        Map<String, String> environment = EngineCommand.environment(builder.environment());
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            EngineProcess engine = new EngineProcess(name, limits, builder.start());
            engine.stderrReader.start();
            Thread.ofPlatform().daemon().name(name + "-messages").start(engine::readMessages);
            return engine;
        } catch (IOException e) {
            throw new EngineStartException(
                    "no engine process can be started with " + command.java() + " (" + e.getMessage()
                            + "); is it a JDK's java, and may this user run it?",
                    e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /// Waits until the engine has examined itself.
    ///
    /// @throws EngineStartException if it cannot measure or does not answer in time; it is dead then
    public EngineReady awaitReady() throws InterruptedException {
        EngineReady now = ready;
        if (now != null) {
            return now;
        }
        String trouble = switch (await(limits.start())) {
            case Event.Said(EngineMessage.Ready(var found)) -> {
                ready = found;
                yield null;
            }
            case Event.Said(EngineMessage.Poisoned(var reason, var detail)) -> detail;
            case Event.Said(var other) -> "the engine said " + other + " before it was ready";
            case Event.Garbled(var detail) -> "the engine said what cannot be read: " + detail;
            case Event.Granted() -> throw new IllegalStateException("memory was granted before it was asked for");
            case Event.Ended() -> "the engine ended before it was ready: " + lastWords();
            case null ->
                "the engine was not ready within " + limits.start().toSeconds()
                        + " s; is this host overloaded, or a disk or mount of it stuck?";
        };
        if (trouble != null) {
            kill();
            String why = cancelled.get();
            throw new EngineStartException(why == null ? trouble : why);
        }
        return found();
    }

    /// What the engine found at its start.
    public EngineReady found() {
        EngineReady now = ready;
        if (now == null) {
            throw new IllegalStateException(name + " is not ready");
        }
        return now;
    }

    /// Asks a ready engine whether it sees a run's files.
    ///
    /// @return why it does not, as one sentence; empty if it does
    public Optional<String> probe(ProbeCodec.Probes probes, Duration bound) throws InterruptedException {
        say(new EngineMessage.Probe(probes));
        return switch (await(bound)) {
            case Event.Said(EngineMessage.Probed(var problem)) -> problem;
            case Event.Ended() -> Optional.of("an engine that looked at the run's files ended: " + lastWords());
            case null -> {
                kill();
                yield Optional.of(
                        "looking at the run's files took longer than " + bound.toSeconds() + " s; is a mount stuck?");
            }
            case Event other -> Optional.of("an engine that looked at the run's files said " + other);
        };
    }

    /// The next event, or null when none came within a bound.
    private @Nullable Event await(Duration bound) throws InterruptedException {
        Patience patience = new Patience(bound, System::nanoTime);
        Event event = null;
        for (long left = patience.left(); event == null && left > 0; left = patience.left()) {
            event = events.poll(Math.min(left, LOOK.toNanos()), TimeUnit.NANOSECONDS);
        }
        return event;
    }

    /// Measures one clip. Whatever happens to the engine meanwhile is in the measurement.
    public Measurement measure(TaskMessage task, MemoryBudget budget, AttemptWatch watch) throws InterruptedException {
        clips++;
        output.newAttempt();
        say(new EngineMessage.Measure(task.task()));
        try (Attempt attempt = new Attempt(budget, watch)) {
            Measurement measurement = attempt.supervise();
            String why = cancelled.get();
            return why == null || measurement.result() instanceof ClipResult.Extracted
                    ? measurement
                    : Measurement.handedBack(why);
        }
    }

    /// Whether no further clip may be given to this engine.
    public boolean isSpent() {
        return spent || cancelled.get() != null || clips >= limits.clips() || !process.isAlive();
    }

    /// Ends whatever the engine does; what it measures is handed back with this reason.
    public void cancel(String why) {
        cancelled.compareAndSet(null, why);
        endProcess();
    }

    /// Lets an idle engine end, or kills it.
    ///
    /// @return whether the process is gone; one that is not is stuck in the kernel
    public boolean retire() throws InterruptedException {
        if (!spent && process.isAlive()) {
            say(new EngineMessage.Stop());
            process.waitFor(limits.stop().toNanos(), TimeUnit.NANOSECONDS);
        }
        kill();
        return awaitGone(limits.kill());
    }

    /// Waits for a killed process to be gone.
    public boolean awaitGone(Duration bound) throws InterruptedException {
        return process.waitFor(bound.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void kill() {
        spent = true;
        endProcess();
    }

    /// With what it has started, which would outlive it.
    private void endProcess() {
        if (process.isAlive()) {
            EngineSession.kill(process.pid());
        }
        process.destroyForcibly();
    }

    private void say(EngineMessage.ToEngine message) {
        try {
            channel.write(EngineProtocol.encode(message));
        } catch (IOException e) {
            // the pipe is broken because the engine has ended, which the reading thread tells
            LOG.debug("{} does not listen any more: {}", name, e.getMessage());
        }
    }

    private void readMessages() {
        try {
            Optional<String> message = channel.read();
            while (message.isPresent()) {
                events.add(new Event.Said(EngineProtocol.decodeFromEngine(message.get())));
                message = channel.read();
            }
            // it has ended, and what it started must not go on
            EngineSession.kill(process.pid());
            events.add(new Event.Ended());
        } catch (IOException e) {
            events.offer(new Event.Ended());
        } catch (WireFormatException | IllegalStateException e) {
            // IllegalStateException: too many unread messages
            endProcess();
            events.offer(new Event.Garbled(String.valueOf(e.getMessage())));
        }
    }

    /// How the process ended and what it said last; waits a little for both.
    private String lastWords() throws InterruptedException {
        endProcess();
        boolean gone = awaitGone(LAST_WORDS);
        stderrReader.join(LAST_WORDS);
        String explanation = output.explanation();
        return (gone ? new ExitStatus(process.exitValue()).shown() : "it does not end")
                + (explanation.isEmpty() ? ", and it said nothing" : "; it said: " + explanation);
    }

    /// The supervision of one clip, from the order to its end.
    private final class Attempt implements AutoCloseable {
        private final MemoryBudget budget;
        private final AttemptWatch watch;
        private final long startedNanos = System.nanoTime();
        private MemoryBudget.@Nullable Ticket ticket;
        private EngineMessage.@Nullable Needs needs;
        private Optional<Duration> deadline = Optional.empty();
        private final Patience patience = new Patience(limits.stall(), System::nanoTime);
        private final List<String> scores = new ArrayList<>();
        private long frames;
        private long memoryLookedNanos;
        private long mostResidentBytes;

        Attempt(MemoryBudget budget, AttemptWatch watch) {
            this.budget = budget;
            this.watch = watch;
        }

        Measurement supervise() throws InterruptedException {
            Optional<Measurement> end = Optional.empty();
            while (end.isEmpty()) {
                Event event = events.poll(Math.min(patience.left(), LOOK.toNanos()), TimeUnit.NANOSECONDS);
                if (event != null) {
                    end = on(event);
                } else if (patience.left() <= 0) {
                    end = Optional.of(outOfTime());
                }
                if (end.isEmpty()) {
                    end = lookAtMemory();
                }
            }
            return end.get();
        }

        /// An engine that takes far more than it asked for would bring the whole host down.
        private Optional<Measurement> lookAtMemory() {
            long now = elapsedNanos();
            if (now - memoryLookedNanos < LOOK.toNanos()) {
                return Optional.empty();
            }
            memoryLookedNanos = now;
            long resident = ResidentSet.bytes(pid()) + ResidentSet.childrenBytes(pid());
            mostResidentBytes = Math.max(mostResidentBytes, resident);
            EngineMessage.Needs said = needs;
            // of the clip before there may be memory that the process has not given back yet
            long asked = said == null ? Math.max(UNASKED_BYTES, lastAskedBytes) : said.bytes();
            if (resident <= asked + asked / 2 + MEMORY_GRACE_BYTES) {
                return Optional.empty();
            }
            return failed(
                    FailureReason.OUT_OF_MEMORY,
                    "the engine had " + (resident >> 20) + " MiB of memory and had asked for "
                            + (said == null ? "none yet" : (asked >> 20) + " MiB")
                            + "; it was killed before it took the host's");
        }

        private Optional<Measurement> on(Event event) throws InterruptedException {
            return switch (event) {
                case Event.Said(EngineMessage.Needs said) -> ask(said);
                case Event.Granted() -> granted();
                case Event.Said(EngineMessage.Frames(var done)) -> {
                    frames = done;
                    patience.within(limits.stall());
                    watch.frames(done);
                    yield Optional.empty();
                }
                case Event.Said(EngineMessage.Scores(var part)) -> {
                    scores.add(part);
                    patience.within(limits.stall());
                    yield scores.size() > MOST_SCORE_PARTS
                            ? failed(FailureReason.INTERNAL, "the engine does not end to give per-frame scores")
                            : Optional.empty();
                }
                case Event.Said(EngineMessage.Result(var measurement)) -> {
                    if (measurement.result() instanceof ClipResult.Extracted) {
                        // one that ended early took less than the next will
                        learnWhatItTook();
                    }
                    yield Optional.of(measurement.withScores(scores));
                }
                case Event.Said(EngineMessage.Poisoned(var reason, var detail)) ->
                    failed(reason.orElse(FailureReason.INTERNAL), detail);
                case Event.Said(EngineMessage.Probed ignored) ->
                    failed(FailureReason.INTERNAL, "the engine spoke of probes in the middle of a clip");
                case Event.Said(EngineMessage.Ready ignored) ->
                    failed(FailureReason.INTERNAL, "the engine said it was ready in the middle of a clip");
                case Event.Garbled(var detail) ->
                    failed(FailureReason.INTERNAL, "the engine said what cannot be read: " + detail);
                case Event.Ended() -> died();
            };
        }

        private void learnWhatItTook() {
            EngineMessage.Needs asked = needs;
            if (asked != null) {
                budget.took(asked.bytes(), Math.max(mostResidentBytes, ResidentSet.peakBytes(pid())));
            }
        }

        /// Nobody of ours kills an engine before this is known, so a SIGKILL was the kernel's or a person's.
        private Optional<Measurement> died() throws InterruptedException {
            String words = lastWords();
            boolean killed = awaitGone(Duration.ZERO) && new ExitStatus(process.exitValue()).isKill();
            return failed(
                    killed ? FailureReason.ENGINE_KILLED : FailureReason.ENGINE_CRASH,
                    "the engine process died: " + words);
        }

        private Optional<Measurement> ask(EngineMessage.Needs said) {
            if (needs != null) {
                return failed(FailureReason.INTERNAL, "the engine asked twice for memory");
            }
            needs = said;
            lastAskedBytes = said.bytes();
            patience.within(limits.memoryWait());
            watch.waitingForMemory();
            ticket = budget.ask(said.bytes(), () -> events.add(new Event.Granted()));
            return Optional.empty();
        }

        private Optional<Measurement> granted() {
            EngineMessage.Needs asked = needs;
            if (asked == null) {
                throw new IllegalStateException("memory was granted before it was asked for");
            }
            deadline = limits.deadline(asked.seconds());
            patience.within(limits.stall());
            deadline.ifPresent(patience::endsWithin);
            ResidentSet.forgetPeak(pid());
            watch.measuring(asked.frames(), deadline);
            say(new EngineMessage.Grant());
            return Optional.empty();
        }

        private Measurement outOfTime() {
            kill();
            MemoryBudget.Ticket asked = ticket;
            if (asked != null && !asked.isGranted()) {
                return Measurement.handedBack("no memory became free for it within "
                        + limits.memoryWait().toSeconds() + " s; other clips of this host hold all of "
                        + budget.totalBytes() + " bytes");
            }
            if (patience.isPastDeadline()) {
                return failure(
                        FailureReason.DEADLINE,
                        "not done " + deadline.orElseThrow().toSeconds() + " s after its start, with " + frames
                                + " frames measured; the engine was killed");
            }
            return failure(
                    FailureReason.ENGINE_STALL,
                    "no frame for " + limits.stall().toSeconds() + " s after frame " + frames
                            + "; the engine was killed");
        }

        private Optional<Measurement> failed(FailureReason reason, String detail) {
            kill();
            return Optional.of(failure(reason, detail));
        }

        private Measurement failure(FailureReason reason, String detail) {
            return new Measurement(new ClipResult.Failed(reason, detail), frames, 0, false, Optional.empty());
        }

        private long elapsedNanos() {
            return System.nanoTime() - startedNanos;
        }

        @Override
        public void close() {
            if (ticket != null) {
                ticket.close();
            }
        }
    }
}
