package io.vmaffleet.deploy.chaos;

import io.vmaffleet.queue.testing.CutProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run with all its processes: a Redis, workers on hosts of their own, a coordinator, and on each side's way to
/// Redis a proxy. One thread uses it.
final class ChaosFleet implements AutoCloseable {
    private final RunFiles files;
    private final MeasuredLog measured;
    private final Pace pace;
    private final RedisHost redis;
    private final CutProxy workersWay;
    private final CutProxy coordinatorsWay;
    private final OutputDisk disk;
    private final List<WorkerHost> workers = new ArrayList<>();
    private final CoordinatorSeat coordinator;
    private final Thread onExit = new Thread(this::abandon, "end of chaos");
    private volatile boolean abandoned;

    /// Starts all.
    ///
    /// @param folder which gets output, logs and the hosts' folders
    ChaosFleet(Path folder, ChaosCorpus corpus, int workerCount, Pace pace) throws IOException, InterruptedException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        this.pace = pace;
        this.measured = new MeasuredLog(folder.resolve("measured.log"));
        this.redis = RedisHost.start();
        this.workersWay = new CutProxy(redis.port());
        this.coordinatorsWay = new CutProxy(redis.port(), pace.latency());
        this.disk = OutputDisk.at(folder.resolve("out"));
        this.files = new RunFiles(folder.resolve("out").resolve("chaos.parquet"));
        for (int i = 1; i <= workerCount; i++) {
            String name = "chaos-" + i;
            workers.add(WorkerHost.start(
                    name,
                    folder.resolve(name),
                    logs.resolve(name + ".log"),
                    corpus,
                    workersWay.uri(),
                    pace,
                    measured.file()));
        }
        this.coordinator = CoordinatorSeat.start(files, logs.resolve("coordinator.log"), corpus, coordinatorsWay.uri());
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /// Starts again what has ended and is not meant to.
    ///
    /// @return the exit code, once the run has ended
    Optional<Integer> lookAfter() throws IOException {
        if (abandoned) {
            return Optional.empty();
        }
        for (WorkerHost worker : workers) {
            worker.lookAfter();
        }
        return coordinator.lookAfter();
    }

    RunFiles files() {
        return files;
    }

    MeasuredLog measured() {
        return measured;
    }

    Pace pace() {
        return pace;
    }

    RedisHost redis() {
        return redis;
    }

    CutProxy workersWay() {
        return workersWay;
    }

    CutProxy coordinatorsWay() {
        return coordinatorsWay;
    }

    OutputDisk disk() {
        return disk;
    }

    List<WorkerHost> workers() {
        return List.copyOf(workers);
    }

    CoordinatorSeat coordinator() {
        return coordinator;
    }

    /// A harness that is told to stop leaves no process and no mount behind.
    private void abandon() {
        abandoned = true;
        try {
            end();
        } catch (IOException e) {
            System.err.println("chaos: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Runtime.getRuntime().removeShutdownHook(onExit);
        end();
    }

    private void end() throws IOException, InterruptedException {
        coordinator.close();
        workers.forEach(WorkerHost::close);
        coordinatorsWay.close();
        workersWay.close();
        redis.close();
        disk.close();
    }
}
