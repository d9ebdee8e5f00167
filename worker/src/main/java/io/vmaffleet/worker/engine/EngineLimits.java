package io.vmaffleet.worker.engine;

import java.time.Duration;
import java.util.Optional;

/// The bounds of everything that an engine process may take, each with its reason.
///
/// @param start from the process's start to `ready`: libraries, examination, a cold page cache
/// @param stall without a sign of progress; a 2160p frame in plain C takes seconds, never this
/// @param deadlineFloor the least deadline of a clip: estimates of short clips are poor
/// @param deadlineBase what a clip costs beside its frames
/// @param deadlineFactor how many times slower than estimated a clip may be: a busy host, hard content
/// @param memoryWait in which memory must have become free; all others may first end their clips
/// @param kill from SIGKILL to the process being gone; longer means stuck in the kernel
/// @param stop for an idle engine to end by itself
/// @param clips after which an engine is replaced, so that a slow leak never matters
/// @param messageBytes the longest message: a task or row has a few kB, a part of per-frame scores a quarter of this
/// @param progress the least time between two progress messages
/// @param stderrLines of one attempt that reach the log
public record EngineLimits(
        Duration start,
        Duration stall,
        Duration deadlineFloor,
        Duration deadlineBase,
        double deadlineFactor,
        Duration memoryWait,
        Duration kill,
        Duration stop,
        int clips,
        int messageBytes,
        Duration progress,
        int stderrLines) {
    /// What production uses.
    public static final EngineLimits DEFAULT = new EngineLimits(
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            Duration.ofSeconds(60),
            20,
            Duration.ofMinutes(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            1000,
            1 << 20,
            Duration.ofMillis(250),
            100);

    public EngineLimits {
        if (progress.compareTo(stall) >= 0) {
            throw new IllegalArgumentException(
                    "progress each " + progress + " can never come within the stall bound of " + stall);
        }
    }

    /// The same with another bound for the start.
    public EngineLimits withStart(Duration bound) {
        return new EngineLimits(
                bound,
                stall,
                deadlineFloor,
                deadlineBase,
                deadlineFactor,
                memoryWait,
                kill,
                stop,
                clips,
                messageBytes,
                progress,
                stderrLines);
    }

    /// A clip's deadline by the time its frames should need; none when that is unknown (0): then the stall bound
    /// alone ends a clip.
    public Optional<Duration> deadline(double expectedSeconds) {
        if (!(expectedSeconds > 0) || !Double.isFinite(expectedSeconds)) {
            return Optional.empty();
        }
        Duration estimate = deadlineBase.plusMillis(Math.round(expectedSeconds * deadlineFactor * 1000));
        return Optional.of(estimate.compareTo(deadlineFloor) < 0 ? deadlineFloor : estimate);
    }
}
