package io.vmaffleet.deploy.chaos;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.wire.ProbeCodec;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.engine.EngineFiles;
import io.vmaffleet.worker.engine.EngineMain;
import io.vmaffleet.worker.engine.EngineProgress;
import io.vmaffleet.worker.engine.EngineReady;
import io.vmaffleet.worker.engine.EngineWork;
import io.vmaffleet.worker.engine.LibvmafEngine;
import io.vmaffleet.worker.engine.Measurement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/// An engine process that is the real one for real clips; stubs get a row made of their name, and poison does what its
/// name says.
final class ChaosEngine implements EngineWork {
    private static final int STUB_FRAMES = 25;
    private static final long STUB_BYTES = 1 << 20;

    private final int stubMillis;
    private final int longMillis;
    private final MeasuredLog log;
    private final List<String> roots;
    private final LibvmafEngine real;

    private ChaosEngine(int stubMillis, int longMillis, MeasuredLog log, List<String> roots) {
        this.stubMillis = stubMillis;
        this.longMillis = longMillis;
        this.log = log;
        this.roots = roots;
        this.real = new LibvmafEngine(EngineFiles.NONE, roots);
    }

    /// What `main` takes.
    ///
    /// @param stubMillis how long a stub takes, on average
    /// @param longMillis how long the one long stub takes
    /// @param log the file of the [MeasuredLog]
    static List<String> arguments(String stubMillis, String longMillis, String log, List<String> roots) {
        List<String> arguments = new ArrayList<>(List.of(stubMillis, longMillis, log));
        arguments.addAll(roots);
        return arguments;
    }

    public static void main(String[] arguments) {
        EngineMain.run(new ChaosEngine(
                Integer.parseInt(arguments[0]),
                Integer.parseInt(arguments[1]),
                new MeasuredLog(Path.of(arguments[2])),
                Arrays.asList(arguments).subList(3, arguments.length)));
    }

    @Override
    public EngineReady start() {
        return real.start();
    }

    @Override
    public Optional<String> probe(ProbeCodec.Probes probes) {
        return real.probe(probes);
    }

    @Override
    public Measurement measure(ClipTask task, EngineProgress progress) {
        String clip = task.clip().value();
        log.begin(clip);
        Measurement measurement = switch (ClipKind.of(clip)) {
            case REAL, CUT -> real.measure(task, progress);
            case STUB, LONG, CRASH, STALL, KILLER -> measureStub(task, progress);
        };
        if (measurement.result() instanceof ClipResult.Extracted) {
            log.row(clip);
        }
        return measurement;
    }

    private Measurement measureStub(ClipTask task, EngineProgress progress) {
        try (ClipFile file = ClipFile.open(task, Roots.parse(roots))) {
            progress.needs(STUB_BYTES, STUB_FRAMES, 0);
            progress.frames(1);
            switch (ClipKind.of(task.clip().value())) {
                case CRASH -> {
                    signal("SEGV", ProcessHandle.current().pid());
                    pause(TimeUnit.HOURS.toMillis(1));
                }
                case STALL -> pause(TimeUnit.HOURS.toMillis(1));
                case KILLER -> {
                    signal(
                            "KILL",
                            ProcessHandle.current().parent().orElseThrow().pid());
                    pause(TimeUnit.HOURS.toMillis(1));
                }
                case LONG -> takeAWhile(longMillis, progress);
                case REAL, STUB, CUT ->
                    takeAWhile((long) (stubMillis * (0.5 + random(task).nextDouble())), progress);
            }
            return new Measurement(
                    new ClipResult.Extracted(row(task)), STUB_FRAMES, file.sizeBytes(), false, Optional.empty());
        } catch (UnmeasurableClipException e) {
            return Measurement.failed(e.reason(), e.detail());
        }
    }

    private static void takeAWhile(long millis, EngineProgress progress) {
        for (int frame = 1; frame <= STUB_FRAMES; frame++) {
            pause(millis / STUB_FRAMES);
            progress.frames(frame);
        }
    }

    private static FeatureRow row(ClipTask task) {
        Random random = random(task);
        List<FeatureStats> stats = Feature.inOrder().stream()
                .map(_ -> TestRows.stats(random.nextDouble(), random.nextDouble()))
                .toList();
        return TestRows.k150k(640, 360, 30, false, 1, stats);
    }

    private static Random random(ClipTask task) {
        return new Random(task.clip().value().hashCode());
    }

    private static void signal(String signal, long pid) {
        try {
            Signals.send(signal, pid);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
