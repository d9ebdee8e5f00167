package io.vmaffleet.worker.engine;

import io.vmaffleet.queue.TaskMessage;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.wire.WireFormatException;
import io.vmaffleet.worker.posix.EngineSession;
import io.vmaffleet.worker.posix.Posix;
import io.vmaffleet.worker.posix.PosixException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// The engine process: examines itself, then measures the clips that its supervisor names, one at a time.
///
/// Two threads. The main thread works. The other reads the supervisor's pipe and at its end ends the
/// process and what it has started, even while the main thread is stuck in native code: an engine never
/// outlives its supervisor.
public final class EngineMain {
    /// Of 1000, see proc(5).
    private static final String OOM_SCORE_ADJ = "500";

    private static final int EXIT_OF_UNFIT = 3;
    private static final int EXIT_OF_POISONED = 4;
    private static final int EXIT_WITHOUT_SUPERVISOR = 5;

    private final EngineWork work;
    private final EngineChannel channel;
    private final BlockingQueue<EngineMessage.ToEngine> inbox = new LinkedBlockingQueue<>();

    private EngineMain(EngineWork work, EngineChannel channel) {
        this.work = work;
        this.channel = channel;
    }

    /// Serves this process's supervisor on standard input and output. Does not return: the process ends.
    public static void run(EngineWork work) {
        try {
            // before anything else: libvmaf and the JVM print on descriptor 1, where the messages go
            EngineChannel channel =
                    new EngineChannel(System.in, Posix.moveStdoutAside(), EngineLimits.DEFAULT.messageBytes());
            EngineSession.begin();
            offerToTheKernel();
            new EngineMain(work, channel).serve();
        } catch (PosixException e) {
            System.err.println("this engine cannot have its standard output for itself: " + e.getMessage());
            throw halt(EXIT_OF_UNFIT);
        } catch (IOException e) {
            throw halt(EXIT_WITHOUT_SUPERVISOR);
        } catch (InterruptedException e) {
            throw halt(EXIT_OF_POISONED);
        }
    }

    /// When memory runs out, the kernel is to take an engine, never its supervisor. Where that cannot be said (no
    /// /proc),
    /// it goes by size, and engines are the largest.
    private static void offerToTheKernel() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), OOM_SCORE_ADJ);
        } catch (IOException e) {
            System.err.println("this engine cannot offer itself to the kernel's OOM killer: " + e.getMessage());
        }
    }

    private void serve() throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().name("supervisor-pipe").start(this::readPipe);
        say(new EngineMessage.Ready(start()));
        while (true) {
            switch (inbox.take()) {
                case EngineMessage.Measure(var task) -> {
                    Measurement measurement = measure(task);
                    for (String part : measurement.scores()) {
                        say(new EngineMessage.Scores(part));
                    }
                    say(new EngineMessage.Result(measurement.withScores(List.of())));
                }
                case EngineMessage.Probe(var probes) -> say(new EngineMessage.Probed(work.probe(probes)));
                case EngineMessage.Grant _, EngineMessage.Stop _ -> throw halt(0);
            }
        }
    }

    private void readPipe() {
        try {
            Optional<String> message = channel.read();
            while (message.isPresent()) {
                inbox.add(EngineProtocol.decodeToEngine(message.get()));
                message = channel.read();
            }
        } catch (IOException | WireFormatException e) {
            System.err.println("this engine cannot understand its supervisor and ends: " + e.getMessage());
        }
        throw halt(EXIT_WITHOUT_SUPERVISOR);
    }

    /// Whatever goes wrong here is this host's fault; the supervisor hears it as one sentence.
    private EngineReady start() throws IOException {
        try {
            return work.start();
        } catch (EngineStartException e) {
            say(new EngineMessage.Poisoned(Optional.empty(), String.valueOf(e.getMessage())));
        } catch (Exception | LinkageError | OutOfMemoryError e) {
            e.printStackTrace();
            say(new EngineMessage.Poisoned(Optional.empty(), "the engine failed in its examination of itself: " + e));
        }
        throw halt(EXIT_OF_UNFIT);
    }

    /// After anything that is thrown here, native memory may be in any state: the process ends.
    private Measurement measure(String json) throws IOException {
        try {
            ClipTask task = TaskCodec.decode(new TaskMessage("", "", 1, json));
            return work.measure(task, new Progress());
        } catch (WireFormatException e) {
            return Measurement.handedBack("the engine cannot read the task: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            return poisoned(FailureReason.OUT_OF_MEMORY, "the engine's Java heap is full: " + e.getMessage());
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            e.printStackTrace();
            return poisoned(FailureReason.INTERNAL, "the engine failed: " + e);
        }
    }

    private Measurement poisoned(FailureReason reason, String detail) throws IOException {
        say(new EngineMessage.Poisoned(Optional.of(reason), detail));
        throw halt(EXIT_OF_POISONED);
    }

    private void say(EngineMessage.FromEngine message) throws IOException {
        channel.write(EngineProtocol.encode(message));
    }

    private static IllegalStateException halt(int status) {
        System.err.flush();
        if (status == EXIT_WITHOUT_SUPERVISOR) {
            EngineSession.end();
        }
        Runtime.getRuntime().halt(status);
        return new IllegalStateException("a halted process goes on");
    }

    /// Passes progress on, a few times a second at most. A frame that comes after a longer time than that is passed on
    /// always, so the supervisor's view is never older than the last frame by more than that.
    private final class Progress implements EngineProgress {
        private static final long LEAST_NANOS = EngineLimits.DEFAULT.progress().toNanos();
        private long lastNanos = System.nanoTime() - LEAST_NANOS;

        @Override
        public void needs(long bytes, long frames, double seconds) {
            tell(new EngineMessage.Needs(bytes, frames, seconds));
            try {
                if (!(inbox.take() instanceof EngineMessage.Grant)) {
                    throw halt(0);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw halt(EXIT_OF_POISONED);
            }
        }

        @Override
        public void frames(long done) {
            long now = System.nanoTime();
            if (now - lastNanos >= LEAST_NANOS) {
                lastNanos = now;
                tell(new EngineMessage.Frames(done));
            }
        }

        private void tell(EngineMessage.FromEngine message) {
            try {
                say(message);
            } catch (IOException e) {
                throw halt(EXIT_WITHOUT_SUPERVISOR);
            }
        }
    }
}
