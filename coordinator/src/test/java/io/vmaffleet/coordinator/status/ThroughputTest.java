package io.vmaffleet.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThroughputTest {
    private final FakeNanoClock clock = new FakeNanoClock();
    private final Throughput throughput = new Throughput(Duration.ofSeconds(2), 8, clock);

    @Test
    void eachStepHasOnePointWithTheMeanOfWhatWasSeenInIt() {
        observe(10, 1);
        clock.pass(Duration.ofSeconds(1));
        observe(20, 2);
        clock.pass(Duration.ofSeconds(1));
        observe(40, 4);

        Throughput.Series series = throughput.series();
        assertThat(series.points())
                .containsExactly(new Throughput.Point(0, 15, 1.5, 150), new Throughput.Point(2, 40, 4, 400));
        assertThat(series.nowSeconds()).isEqualTo(2);
    }

    @Test
    void aFullHistoryIsHalvedInResolutionAndKeepsItsSpanAndMean() {
        for (int i = 0; i < 9; i++) {
            observe(i, i);
            clock.pass(Duration.ofSeconds(2));
        }

        Throughput.Series series = throughput.series();
        assertThat(series.stepSeconds()).isEqualTo(4);
        assertThat(series.points()).extracting(Throughput.Point::atSeconds).containsExactly(0.0, 4.0, 8.0, 12.0, 16.0);
        assertThat(series.points()).extracting(Throughput.Point::queueDepth).containsExactly(0.5, 2.5, 4.5, 6.5, 8.0);
    }

    @Test
    void aWeekTakesTheRoomOfAnHour() {
        int seconds = 7 * 24 * 3600;
        for (int i = 0; i < seconds; i += 30) {
            observe(5, 2.5);
            clock.pass(Duration.ofSeconds(30));
            assertThat(throughput.series().points()).hasSizeLessThanOrEqualTo(8);
        }

        Throughput.Series series = throughput.series();
        assertThat(series.nowSeconds()).isEqualTo(seconds);
        assertThat(series.points().getFirst().atSeconds()).isZero();
        assertThat(series.points().getLast().atSeconds() + series.stepSeconds())
                .isGreaterThan(seconds - series.stepSeconds());
        assertThat(series.points())
                .allSatisfy(point -> assertThat(point.clipsPerSecond()).isCloseTo(2.5, within(1e-9)));
    }

    private void observe(long queueDepth, double clipsPerSecond) {
        RunSnapshot staged =
                StagedRun.snapshot(new ClipCounts(100, 0, 100 - queueDepth, queueDepth, 0, 0, 0, 0), RunPhase.RUNNING);
        throughput.observe(new RunSnapshot(
                staged.description(),
                staged.phase(),
                staged.counts(),
                Map.of(),
                Map.of(),
                new Pace(clipsPerSecond, 100 * clipsPerSecond, 0, Duration.ZERO, Optional.empty()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                0,
                0,
                0));
    }
}
