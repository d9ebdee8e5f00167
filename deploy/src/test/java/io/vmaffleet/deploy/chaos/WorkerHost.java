package io.vmaffleet.deploy.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/// A host with a copy of the clips and a worker process, which is started again when it has ended, as an init system
/// does. One thread uses it.
final class WorkerHost implements AutoCloseable {
    private static final Duration RESTART_AFTER = Duration.ofSeconds(2);

    private final String name;
    private final Path folder;
    private final Path log;
    private final List<String> arguments;
    private JavaProcess process;
    private boolean down;
    private long startedNanos;

    private WorkerHost(String name, Path folder, Path log, List<String> arguments) throws IOException {
        this.name = name;
        this.folder = folder;
        this.log = log;
        this.arguments = arguments;
        this.process = launch();
    }

    /// @param folder of this host
    /// @param log what its processes say
    static WorkerHost start(
            String name, Path folder, Path log, ChaosCorpus corpus, String redis, Pace pace, Path measured)
            throws IOException {
        corpus.linkInto(folder.resolve("clips"));
        corpus.oldCopyInto(folder.resolve("old"));
        return new WorkerHost(
                name,
                folder,
                log,
                ChaosWorker.arguments(redis, name, pace, measured, corpus.clips() + "=" + folder.resolve("clips")));
    }

    String name() {
        return name;
    }

    /// Starts the worker again if it has ended and is not meant to be down.
    void lookAfter() throws IOException {
        if (!down && !process.isAlive() && System.nanoTime() - startedNanos > RESTART_AFTER.toNanos()) {
            process = launch();
        }
    }

    void kill() throws InterruptedException {
        down = true;
        process.kill();
    }

    void startAgain() {
        down = false;
    }

    void freeze() throws IOException, InterruptedException {
        process.freeze();
    }

    void wake() throws IOException, InterruptedException {
        process.wake();
    }

    void killAnEngine(RandomGenerator random) {
        List<ProcessHandle> engines = process.children();
        if (!engines.isEmpty()) {
            engines.get(random.nextInt(engines.size())).destroyForcibly();
        }
    }

    void loseClips() throws IOException {
        Files.move(folder.resolve("clips"), folder.resolve("away"));
    }

    void findClips() throws IOException {
        Files.move(folder.resolve("away"), folder.resolve("clips"));
    }

    void showOldCopy() throws IOException {
        loseClips();
        Files.move(folder.resolve("old"), folder.resolve("clips"));
    }

    void hideOldCopy() throws IOException {
        Files.move(folder.resolve("clips"), folder.resolve("old"));
        findClips();
    }

    private JavaProcess launch() throws IOException {
        startedNanos = System.nanoTime();
        return JavaProcess.start(log, ChaosWorker.class.getName(), arguments);
    }

    @Override
    public void close() {
        process.close();
    }
}
