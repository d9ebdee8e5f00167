package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/// Where `status` and `workers` look: at one run by its output, or at a whole queue by its Redis.
final class StatusSource implements AutoCloseable {
    @Parameters(arity = "0..1", paramLabel = "X.parquet", description = "A run's output.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description = "Look at all runs and workers of a queue on this Redis instead.")
    private Optional<String> redis = Optional.empty();

    @Option(
            names = "--queue",
            defaultValue = "default",
            paramLabel = "Q",
            description = "The queue on that Redis (default: ${DEFAULT-VALUE}).")
    private String queueName = "";

    private final LivingRun living = new LivingRun();
    private @Nullable CoordinatorQueue queue;

    void requireOne(CommandLine command) {
        if (output.isPresent() == redis.isPresent()) {
            throw new ParameterException(command, "name either a run's output or --redis URI");
        }
    }

    /// `{"run": ..., "workers": [...]}` of a run, `{"runs": [...], "workers": [...]}` of a queue.
    ObjectNode read() throws IOException, InterruptedException {
        return output.isPresent() ? readRun(new LedgerFiles(output.get())) : RedisOverview.read(queue());
    }

    private ObjectNode readRun(LedgerFiles files) throws IOException, InterruptedException {
        RunManifest manifest = RunAtHand.manifest(files);
        Optional<ObjectNode> status = living.ask(manifest);
        if (status.isPresent()) {
            return status.get().has("workers") ? status.get() : RestingRun.read(files, manifest, LivingRun.SILENT);
        }
        if (LivingRun.isElsewhere(manifest)) {
            String host = manifest.holder().map(RunManifest.Holder::host).orElseThrow();
            return RestingRun.read(files, manifest, "at work on host " + host + ", or died there: ask there");
        }
        return RestingRun.read(
                files, manifest, manifest.state() == RunManifest.State.FINISHED ? "finished" : "stopped");
    }

    private CoordinatorQueue queue() {
        if (queue == null) {
            String uri = redis.orElseThrow();
            PlaceOptions.check(uri);
            queue = RedisTaskQueue.connect(uri, queueName);
        }
        return queue;
    }

    @Override
    public void close() {
        if (queue != null) {
            queue.close();
        }
    }
}
