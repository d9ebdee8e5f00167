package io.vmaffleet.deploy.bench;

import io.vmaffleet.coordinator.Coordinator;
import io.vmaffleet.coordinator.RunListener;
import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.RunOutcome;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.status.RunSnapshot;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.deploy.local.SlotOptions;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;

/// Runs a corpus by slots of this machine, as `vmaf-fleet run` does, and times its steady state.
final class BenchFleet {
    private static final long LOOK_EVERY_MILLIS = 20;

    private final Path folder;
    private final CorpusRequest corpus;
    private final int clips;

    /// @param folder for what the runs write
    /// @param clips how many the corpus has
    BenchFleet(Path folder, CorpusRequest corpus, int clips) {
        this.folder = folder;
        this.corpus = corpus;
        this.clips = clips;
    }

    /// @param startSeconds until the first clip was seen in work
    /// @param clips how many ended in `wallSeconds`
    /// @param wallSeconds in the steady state: from when each slot has ended its first clip to the last row
    record Timing(double startSeconds, int clips, double wallSeconds, double cpuSeconds) {
        double clipsPerSecond() {
            return clips / wallSeconds;
        }

        double coreSecondsPerClip() {
            return cpuSeconds / clips;
        }
    }

    /// @param table where it is to lie afterwards
    Timing run(int slots, Recipe recipe, EngineChoice engine, Path table)
            throws IOException, InterruptedException, ExecutionException {
        Path output = Files.createTempDirectory(folder, "run-").resolve("x.parquet");
        RunOptions options = new RunOptions(
                corpus,
                output,
                recipe,
                "default",
                false,
                slots,
                List.of(),
                0,
                "bench",
                "nobody acts on a bench",
                Optional.empty());
        RunFleets fleets =
                new RunFleets(Optional.empty(), "default", new SlotOptions(slots, List.of(), engine, "bench"));
        Coordinator coordinator = new Coordinator(options, fleets, new Quiet());
        FutureTask<RunOutcome> run = new FutureTask<>(coordinator::run);
        long beginNanos = System.nanoTime();
        Thread.ofPlatform().start(run);
        CpuSeconds cpu = new CpuSeconds();
        long workNanos = await(coordinator, run, snapshot -> snapshot.counts().inFlight() > 0, cpu);
        long firstNanos = await(coordinator, run, snapshot -> snapshot.counts().done() >= slots, cpu);
        double cpuBefore = cpu.lookAgain();
        long lastNanos = await(coordinator, run, snapshot -> snapshot.counts().done() == clips, cpu);
        double cpuAfter = cpu.lookAgain();
        if (run.get().ending() != RunOutcome.Ending.COMPLETE) {
            throw new IllegalStateException(run.get().detail());
        }
        Files.move(output, table, StandardCopyOption.REPLACE_EXISTING);
        return new Timing(
                (workNanos - beginNanos) / 1e9, clips - slots, (lastNanos - firstNanos) / 1e9, cpuAfter - cpuBefore);
    }

    private static long await(
            Coordinator coordinator, FutureTask<RunOutcome> run, Predicate<RunSnapshot> condition, CpuSeconds cpu)
            throws InterruptedException, ExecutionException {
        while (coordinator.snapshot().filter(condition).isEmpty()) {
            if (run.isDone()) {
                throw new IllegalStateException("it ended before: " + run.get().detail());
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
            cpu.lookAgain();
        }
        return System.nanoTime();
    }

    private static final class Quiet implements RunListener {
        @Override
        public void said(String sentence) {
            System.err.println(sentence);
        }

        @Override
        public void noted(String sentence) {}

        @Override
        public void listening(String url) {}
    }
}
