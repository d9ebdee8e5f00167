package io.vmaffleet.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final FakeNanoClock clock = new FakeNanoClock();
    private final LoopPulse pulse = new LoopPulse(Duration.ofSeconds(30), clock);

    @Test
    void theNumbersOfARunAddUp() {
        RunSnapshot snapshot = StagedRun.snapshot(StagedRun.counts(1_000, 400), RunPhase.PAUSED);
        clock.pass(Duration.ofMillis(2_500));

        PrometheusReader metrics = PrometheusReader.read(Metrics.write(snapshot, pulse));

        assertThat(metrics.sum("vmaffleet_clips")).isEqualTo(1_000).isEqualTo(metrics.value("vmaffleet_clips_planned"));
        assertThat(metrics.value("vmaffleet_clips", "state", "done")).isEqualTo(400);
        assertThat(metrics.value("vmaffleet_queue_depth")).isEqualTo(32);
        assertThat(metrics.value("vmaffleet_in_flight")).isEqualTo(8);
        assertThat(metrics.value("vmaffleet_backlog")).isEqualTo(1_000 - 400 - 7 - 2);
        assertThat(metrics.sum("vmaffleet_clips_failed")).isEqualTo(7);
        assertThat(metrics.value("vmaffleet_clips_failed", "reason", "TRUNCATED"))
                .isEqualTo(4);
        assertThat(metrics.value("vmaffleet_clips_failed", "reason", "WORKER_LOST"))
                .isZero();
        assertThat(metrics.sum("vmaffleet_clips_left_out")).isEqualTo(2);
        assertThat(metrics.value("vmaffleet_frames_done_total")).isEqualTo(1_234_567);
        assertThat(metrics.value("vmaffleet_clips_per_second")).isEqualTo(14.25);
        assertThat(metrics.value("vmaffleet_workers")).isEqualTo(2);
        assertThat(metrics.value("vmaffleet_slots", "state", "measuring")).isEqualTo(4);
        assertThat(metrics.value("vmaffleet_slots", "state", "idle")).isEqualTo(2);
        assertThat(metrics.value("vmaffleet_slots", "state", "stuck")).isZero();
        assertThat(metrics.value("vmaffleet_seconds_since_progress")).isEqualTo(0.4);
        assertThat(metrics.value("vmaffleet_seconds_since_loop")).isEqualTo(2.5);
        assertThat(metrics.value("vmaffleet_eta_seconds")).isEqualTo(73 * 60);
        assertThat(metrics.value("vmaffleet_run_phase", "phase", "paused")).isEqualTo(1);
        assertThat(metrics.sum("vmaffleet_run_phase")).isEqualTo(1);
        assertThat(metrics.types().keySet()).allMatch(name -> name.startsWith("vmaffleet_"));
        assertThat(metrics.types())
                .allSatisfy((name, type) -> assertThat(type.equals("counter")).isEqualTo(name.endsWith("_total")));
    }

    @Test
    void anEndThatIsNotKnownIsNaN() {
        RunSnapshot snapshot = withEnd(Optional.empty(), "x.parquet", "measuring");

        assertThat(PrometheusReader.read(Metrics.write(snapshot, pulse)).value("vmaffleet_eta_seconds"))
                .isNaN();
    }

    @Test
    void hostileNamesStayInsideTheirLabels() {
        String output = "/data/a\"} 1\nvmaffleet_queue_depth 99\n\\n\\\"{x=\"y\",.parquet";
        String state = "me\"a\\s\nuring";

        PrometheusReader metrics =
                PrometheusReader.read(Metrics.write(withEnd(Optional.empty(), output, state), pulse));

        assertThat(metrics.samples().keySet())
                .filteredOn(series -> series.name().equals("vmaffleet_run_info"))
                .singleElement()
                .satisfies(series -> assertThat(series.labels()).containsEntry("output", output));
        assertThat(metrics.value("vmaffleet_slots", "state", state)).isEqualTo(1);
        assertThat(metrics.value("vmaffleet_queue_depth")).isEqualTo(1);
    }

    private static RunSnapshot withEnd(Optional<Duration> eta, String output, String slotState) {
        RunDescription described = new RunDescription(
                StagedRun.RUN, output, "default", Optional.empty(), Map.of(), "local", Instant.EPOCH, "0.1.0");
        Heartbeat heartbeat = StagedRun.heartbeat(
                "host", List.of(new Heartbeat.Slot(0, slotState, StagedRun.RUN.value(), "a.mp4", 1, 2, 3)));
        return new RunSnapshot(
                described,
                RunPhase.RUNNING,
                new ClipCounts(3, 1, 0, 1, 0, 0, 1, 0),
                Map.of(FailureReason.DEADLINE, 1L),
                Map.of(),
                new Pace(0, 0, 0, Duration.ZERO, eta),
                List.of(new WorkerView(heartbeat, Duration.ZERO)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                0);
    }
}
