package io.vmaffleet.deploy.chaos;

import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.worker.Worker;
import io.vmaffleet.worker.WorkerOptions;
import io.vmaffleet.worker.engine.EngineCommand;
import io.vmaffleet.worker.engine.EngineFiles;
import io.vmaffleet.worker.engine.EngineLimits;
import io.vmaffleet.worker.engine.HostMemory;
import io.vmaffleet.worker.engine.LibvmafEngine;
import io.vmaffleet.worker.engine.MemoryBudget;
import io.vmaffleet.worker.loop.LoopLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A worker process as `vmaf-fleet worker` is one, but with a host name of its own, the chaos engine, and a stall
/// bound that a test can wait for.
final class ChaosWorker {
    private ChaosWorker() {}

    /// What `main` takes.
    ///
    /// @param measured the file of the [MeasuredLog]
    /// @param root as `--root` has it
    static List<String> arguments(String redis, String host, Pace pace, Path measured, String root) {
        return List.of(
                redis,
                host,
                Integer.toString(pace.slots()),
                Long.toString(pace.stall().toMillis()),
                Integer.toString(pace.stubMillis()),
                Integer.toString(pace.longMillis()),
                measured.toString(),
                root);
    }

    public static void main(String[] arguments) throws InterruptedException {
        List<String> roots = List.of(arguments[7]);
        EngineCommand real = LibvmafEngine.command(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"),
                Optional.empty(),
                EngineFiles.NONE,
                roots);
        EngineCommand engine = new EngineCommand(
                real.java(),
                real.classPath(),
                real.classDataArchive(),
                real.properties(),
                ChaosEngine.class.getName(),
                ChaosEngine.arguments(arguments[4], arguments[5], arguments[6], roots));
        WorkerOptions options = new WorkerOptions(
                arguments[1],
                Integer.parseInt(arguments[2]),
                roots,
                "chaos",
                MemoryBudget.ofHost(HostMemory.bytes()).totalBytes(),
                engine,
                limits(Duration.ofMillis(Long.parseLong(arguments[3]))),
                LoopLimits.DEFAULT);
        try (RedisTaskQueue queue = RedisTaskQueue.connect(arguments[0], "default");
                Worker worker = new Worker(options, queue)) {
            worker.start();
            worker.awaitClosed();
        }
    }

    private static EngineLimits limits(Duration stall) {
        EngineLimits usual = EngineLimits.DEFAULT;
        return new EngineLimits(
                usual.start(),
                stall,
                usual.deadlineFloor(),
                usual.deadlineBase(),
                usual.deadlineFactor(),
                usual.memoryWait(),
                usual.kill(),
                usual.stop(),
                usual.clips(),
                usual.messageBytes(),
                usual.progress(),
                usual.stderrLines());
    }
}
