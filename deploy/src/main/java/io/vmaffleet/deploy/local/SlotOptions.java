package io.vmaffleet.deploy.local;

import io.vmaffleet.coordinator.HostName;
import io.vmaffleet.worker.WorkerOptions;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.HostMemory;
import io.vmaffleet.worker.engine.LibvmafEngine;
import io.vmaffleet.worker.engine.MemoryBudget;
import io.vmaffleet.worker.loop.LoopLimits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The slots that this process is to have.
///
/// @param count clips at a time
/// @param roots folders that they may read below, as `--root` has them
/// @param engine what they measure by
/// @param version of this build
public record SlotOptions(int count, List<String> roots, EngineChoice engine, String version) {
    public SlotOptions {
        roots = List.copyOf(roots);
    }

    /// A slot a core, or as many as the host's memory bears.
    public static int defaultCount() {
        return Math.min(Runtime.getRuntime().availableProcessors(), mostCount());
    }

    /// How many engines the host's memory bears when each measures the smallest of clips.
    public static int mostCount() {
        return (int) Math.max(1, MemoryBudget.ofHost(HostMemory.bytes()).totalBytes() / LibvmafEngine.BASE_BYTES);
    }

    /// The same with one more root, the first.
    SlotOptions withRoot(Path folder) {
        List<String> all = new ArrayList<>(List.of(folder.toString()));
        all.addAll(roots);
        return new SlotOptions(count, all, engine, version);
    }

    /// As the worker takes them.
    public WorkerOptions workerOptions() {
        return new WorkerOptions(
                HostName.get(),
                count,
                roots,
                version,
                MemoryBudget.ofHost(HostMemory.bytes()).totalBytes(),
                engine.command(roots),
                EngineLimits.DEFAULT,
                LoopLimits.DEFAULT);
    }
}
