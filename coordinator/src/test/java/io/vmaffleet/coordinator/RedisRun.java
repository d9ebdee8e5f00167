package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/// One run whose coordinator works on a Redis that a test disturbs, and what it says.
public final class RedisRun {
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final SkippingClock clock = new SkippingClock();
    private final LedgerFiles files;
    private final Coordinator coordinator;

    /// @param redis where the coordinator finds it
    public RedisRun(CorpusFolder corpus, Path output, String redis) {
        this.files = new LedgerFiles(output);
        RunOptions options = new RunOptions(
                corpus.request(),
                output,
                Recipe.K150K,
                "default",
                false,
                1,
                List.of(),
                0,
                "test",
                "token",
                Optional.empty());
        Fleet.Opener fleets =
                new QueueFleet.Opening(() -> QueueFleet.local(RedisTaskQueue.connect(redis, "default"), redis));
        RunListener listener = new RunListener() {
            @Override
            public void said(String sentence) {
                said.add(sentence);
            }

            @Override
            public void listening(String url) {}
        };
        this.coordinator = new Coordinator(options, fleets, listener, Clock.systemUTC(), clock, Disk.real());
    }

    /// Fills a corpus with clips of these names.
    public static CorpusFolder corpus(Path folder, List<String> names) {
        CorpusFolder corpus = new CorpusFolder(folder);
        List<String> scores = new ArrayList<>(List.of("video_name,video_score"));
        for (String name : names) {
            corpus.clip(name);
            scores.add(name + "," + (1 + scores.size() % 5));
        }
        return corpus.scores(scores.toArray(String[]::new));
    }

    public RunOutcome run() throws IOException, InterruptedException {
        return coordinator.run();
    }

    /// Begins the run on a thread of its own.
    public CompletableFuture<RunOutcome> start() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return coordinator.run();
                    } catch (IOException | InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().daemon().name("coordinator").start(task));
    }

    public Coordinator coordinator() {
        return coordinator;
    }

    public SkippingClock clock() {
        return clock;
    }

    public List<String> said() {
        return said;
    }

    public long timesSaid(String words) {
        return said.stream().filter(sentence -> sentence.contains(words)).count();
    }

    public byte[] table() throws IOException {
        return Files.readAllBytes(files.output());
    }

    /// The lines of `X.attempts.jsonl`; none where there is no such file.
    public List<String> attempts() throws IOException {
        return Files.exists(files.attempts()) ? Files.readAllLines(files.attempts()) : List.of();
    }
}
