package io.vmaffleet.deploy.chaos;

import io.vmaffleet.deploy.VmafFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The place of a run's coordinator: `vmaf-fleet run`, and `vmaf-fleet resume` after each end that is not the run's.
/// One thread uses it.
final class CoordinatorSeat implements AutoCloseable {
    private static final Duration RESTART_AFTER = Duration.ofSeconds(1);
    private static final int ENVIRONMENT = 3;

    /// A run ends with 0, or with 1 where clips failed.
    private static final int LAST_GOOD_CODE = 1;

    /// Resumes that a few faults cannot explain.
    private static final int MOST_STARTS = 100;

    private final RunFiles files;
    private final Path log;
    private final List<String> runCommand;
    private JavaProcess process;
    private boolean down;
    private boolean fullDisk;
    private int starts;
    private long startedNanos;

    private CoordinatorSeat(RunFiles files, Path log, List<String> runCommand) throws IOException {
        this.files = files;
        this.log = log;
        this.runCommand = runCommand;
        this.process = launch();
    }

    static CoordinatorSeat start(RunFiles files, Path log, ChaosCorpus corpus, String redis) throws IOException {
        return new CoordinatorSeat(
                files,
                log,
                List.of(
                        "run",
                        "--clips-dir",
                        corpus.clips().toString(),
                        "--scores",
                        corpus.scores().toString(),
                        "--out",
                        files.table().toString(),
                        "--workers",
                        "0",
                        "--redis",
                        redis));
    }

    /// Resumes the run where its process has ended before it.
    ///
    /// @return the exit code, once the run has ended
    Optional<Integer> lookAfter() throws IOException {
        if (down || process.isAlive()) {
            return Optional.empty();
        }
        int code = process.exitCode();
        if (code >= 0 && code <= LAST_GOOD_CODE) {
            return Optional.of(code);
        }
        // 128 and more: a signal
        if (code < 128 && code != ENVIRONMENT && code != 2) {
            throw new ChaosException("the coordinator ended with exit code " + code + ": see " + log);
        }
        if (fullDisk) {
            if (code < 128 && code != ENVIRONMENT) {
                throw new ChaosException("the coordinator ended with exit code " + code + " instead of " + ENVIRONMENT
                        + " on a full disk: see " + log);
            }
            return Optional.empty();
        }
        if (System.nanoTime() - startedNanos > RESTART_AFTER.toNanos()) {
            if (starts >= MOST_STARTS) {
                throw new ChaosException(
                        "the coordinator ended " + starts + " times, last with " + code + ": see " + log);
            }
            process = launch();
        }
        return Optional.empty();
    }

    /// What its processes have said so far.
    String said() throws IOException {
        return Files.readString(log);
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

    /// From here on it may end with the exit code of its environment, and is not resumed.
    void diskIsFull() {
        fullDisk = true;
    }

    void diskHasRoom() {
        fullDisk = false;
    }

    private JavaProcess launch() throws IOException {
        starts++;
        startedNanos = System.nanoTime();
        List<String> command = files.isBegun() ? List.of("resume", files.table().toString()) : runCommand;
        return JavaProcess.start(log, VmafFleet.class.getName(), command);
    }

    @Override
    public void close() {
        process.close();
    }
}
