package io.vmaffleet.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceMeterTest {
    private final FakeNanoClock clock = new FakeNanoClock();
    private final PaceMeter meter = new PaceMeter(clock);

    @Test
    void theEndIsUnknownUntilAFewClipsHaveEnded() {
        clock.pass(Duration.ofSeconds(20));
        meter.clipEnded(100);
        meter.clipEnded(100);
        assertThat(meter.pace(500).eta()).isEmpty();

        meter.clipEnded(100);
        assertThat(meter.pace(500).eta()).isPresent();
    }

    @Test
    void theEndIsUnknownInTheFirstSeconds() {
        for (int i = 0; i < 50; i++) {
            meter.clipEnded(1);
        }
        clock.pass(Duration.ofMillis(4_900));
        assertThat(meter.pace(500).eta()).isEmpty();

        clock.pass(Duration.ofMillis(100));
        assertThat(meter.pace(500).eta()).hasValue(Duration.ofSeconds(50));
    }

    @Test
    void whatIsLeftIsDividedByTheRate() {
        for (int i = 0; i < 100; i++) {
            clock.pass(Duration.ofMillis(500));
            meter.clipEnded(240);
        }

        Pace pace = meter.pace(1_200);
        assertThat(pace.clipsPerSecond()).isEqualTo(2.0);
        assertThat(pace.framesPerSecond()).isEqualTo(480.0);
        assertThat(pace.framesDone()).isEqualTo(24_000);
        assertThat(pace.eta()).hasValue(Duration.ofMinutes(10));
    }

    @Test
    void nothingLeftNeedsNoTime() {
        assertThat(meter.pace(0).eta()).hasValue(Duration.ZERO);
    }

    @Test
    void aRunThatStandsStillForLongHasNoKnownEnd() {
        for (int i = 0; i < 10; i++) {
            clock.pass(Duration.ofSeconds(1));
            meter.clipEnded(1);
        }
        clock.pass(Duration.ofMinutes(11));

        Pace pace = meter.pace(5);
        assertThat(pace.eta()).isEmpty();
        assertThat(pace.clipsPerSecond()).isZero();
        assertThat(pace.sinceProgress()).isEqualTo(Duration.ofMinutes(11));
    }

    @Test
    void framesThatMoveAreProgressWithoutAClipEnding() {
        clock.pass(Duration.ofMinutes(2));
        meter.moved();
        clock.pass(Duration.ofSeconds(1));

        assertThat(meter.pace(1).sinceProgress()).isEqualTo(Duration.ofSeconds(1));
    }
}
