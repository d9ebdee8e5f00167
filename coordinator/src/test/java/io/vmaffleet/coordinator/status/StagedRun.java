package io.vmaffleet.coordinator.status;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.wire.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A run on a stage: its snapshot is what the test set last.
final class StagedRun implements Supplier<RunSnapshot> {
    static final RunId RUN = new RunId("00112233445566aa");
    static final EngineFingerprint ENGINE = new EngineFingerprint("f00df00df00df00d");

    private volatile RunSnapshot now = snapshot(counts(152_265, 90_000), RunPhase.RUNNING);

    @Override
    public RunSnapshot get() {
        return now;
    }

    void set(RunSnapshot snapshot) {
        now = snapshot;
    }

    /// Counts of a run of which `done` clips are done.
    static ClipCounts counts(long total, long done) {
        return new ClipCounts(total, done, total - done - 52, 32, 8, 3, 7, 2);
    }

    static RunSnapshot snapshot(ClipCounts counts, RunPhase phase) {
        return new RunSnapshot(
                description("tcp://10.0.0.5:6379"),
                phase,
                counts,
                counts.failed() == 0 ? Map.of() : reasons(counts.failed()),
                counts.leftOut() == 0 ? Map.of() : Map.of(FailureReason.TOO_SMALL, counts.leftOut()),
                new Pace(14.25, 3_420.5, 1_234_567, Duration.ofMillis(400), Optional.of(Duration.ofMinutes(73))),
                List.of(worker("render-01", 4), worker("render-02", 2)),
                List.of(
                        new RecentClip("orange_0001.mp4", ShownState.DONE, Optional.empty(), "render-01", 240, 8.31),
                        new RecentClip(
                                "orange_0002.mp4",
                                ShownState.FAILED,
                                Optional.of(FailureReason.TRUNCATED),
                                "render-02",
                                17,
                                0.8)),
                phase == RunPhase.PAUSED ? List.of("An operator has paused the run.") : List.of(),
                List.of(new Notice(
                        Instant.parse("2026-01-05T10:20:30Z"),
                        "Worker render-03 offers another engine: its decoder differs.")),
                List.of(),
                2,
                0,
                5);
    }

    static RunDescription description(String redis) {
        return new RunDescription(
                RUN,
                "/data/konvid/konvid-150k.parquet",
                "default",
                Optional.of(ENGINE),
                Map.of("libvmaf", "3.2.0", "decoder", "ffmpeg 8.0.1"),
                redis,
                Instant.parse("2026-11-24T09:00:00Z"),
                "0.1.0");
    }

    static WorkerView worker(String host, int slots) {
        List<Heartbeat.Slot> doing = java.util.stream.IntStream.range(0, slots)
                .mapToObj(i -> i == 0
                        ? new Heartbeat.Slot(i, "idle", "", "", 0, 0, 0)
                        : new Heartbeat.Slot(
                                i,
                                "measuring",
                                RUN.value(),
                                "clip_" + host + "_" + i + "_540p.mp4",
                                40L * i,
                                240,
                                1.5 * i))
                .toList();
        return new WorkerView(heartbeat(host, doing), Duration.ofSeconds(4));
    }

    static Heartbeat heartbeat(String host, List<Heartbeat.Slot> slots) {
        return new Heartbeat(
                host + ":4711:0badcafe",
                host,
                4711,
                "0.1.0",
                ENGINE.value(),
                Map.of(),
                List.of("/data"),
                slots,
                321,
                77_040,
                false,
                Map.of());
    }

    private static Map<FailureReason, Long> reasons(long failed) {
        long truncated = (failed + 1) / 2;
        return Map.of(FailureReason.TRUNCATED, truncated, FailureReason.NO_VIDEO, failed - truncated);
    }
}
