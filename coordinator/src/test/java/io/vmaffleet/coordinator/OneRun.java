package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.testing.InMemoryTaskQueue;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One output, and coordinators on it one after another, each with a queue and a scripted worker of its own: what is
/// in Redis is lost from one to the next.
final class OneRun {
    private final CorpusFolder corpus;
    private final Path output;
    private final Optional<Path> frames;
    private volatile String url = "";

    OneRun(CorpusFolder corpus, Path output) {
        this(corpus, output, Optional.empty());
    }

    /// @param frames where a dataset of per-frame scores shall be
    OneRun(CorpusFolder corpus, Path output, Optional<Path> frames) {
        this.frames = frames;
        this.corpus = corpus;
        this.output = output;
    }

    RunOutcome run(boolean extend, Disk disk, Function<ClipTask, ClipResult> script)
            throws IOException, InterruptedException {
        InMemoryTaskQueue queue = new InMemoryTaskQueue(Clock.systemUTC());
        try (ScriptedWorker worker = new ScriptedWorker(queue, "h", script)) {
            return coordinator(extend, queue, disk).run();
        }
    }

    /// Where the coordinator at work listens.
    String url() {
        return url;
    }

    private Coordinator coordinator(boolean extend, CoordinatorQueue queue, Disk disk) {
        RunOptions options = new RunOptions(
                corpus.request(),
                output,
                Recipe.K150K,
                "default",
                extend,
                1,
                List.of(),
                0,
                "test",
                "token",
                Optional.empty(),
                frames);
        Fleet.Opener fleets = new QueueFleet.Opening(() -> new QueueFleet(queue, "memory", true, () -> {}));
        RunListener listener = new RunListener() {
            @Override
            public void said(String sentence) {}

            @Override
            public void listening(String address) {
                url = address;
            }
        };
        return new Coordinator(options, fleets, listener, Clock.systemUTC(), System::nanoTime, disk);
    }
}
