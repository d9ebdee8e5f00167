package io.vmaffleet.worker;

import io.vmaffleet.worker.engine.EngineCommand;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.loop.LoopLimits;
import java.util.List;

/// What a worker is given at its start.
///
/// @param host this host's name, as people know it
/// @param slots clips at a time
/// @param roots as `--root` has them, for the heartbeat; the engines have them in their command
/// @param version of this build
/// @param memoryBytes that this host's engines may take together
/// @param engine how an engine is started
public record WorkerOptions(
        String host,
        int slots,
        List<String> roots,
        String version,
        long memoryBytes,
        EngineCommand engine,
        EngineLimits engineLimits,
        LoopLimits loopLimits) {
    public WorkerOptions {
        if (slots < 1) {
            throw new IllegalArgumentException("a worker with " + slots + " slots");
        }
        roots = List.copyOf(roots);
    }
}
