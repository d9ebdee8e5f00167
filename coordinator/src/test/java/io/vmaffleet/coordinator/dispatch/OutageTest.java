package io.vmaffleet.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final long SEED = 7;
    private static final long STEP = Duration.ofMillis(10).toNanos();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aMinuteIsTriedWithGrowingJitteredDelaysAndToldOnce() {
        Outage outage = new Outage(new Random(SEED));
        assertThat(outage.begin(0)).isTrue();
        List<Long> gapsMillis = new ArrayList<>();
        long lastTry = 0;
        for (long now = STEP; now < MINUTE.toNanos(); now += STEP) {
            if (outage.mayTry(now)) {
                gapsMillis.add(Duration.ofNanos(now - lastTry).toMillis());
                lastTry = now;
                assertThat(outage.begin(now)).isFalse();
            }
        }

        long full = 250;
        for (long gap : gapsMillis) {
            // each is looked at up to a step late
            assertThat(gap).as("seed %d", SEED).isBetween(full / 2, full + 10);
            full = Math.min(full * 2, 10_000);
        }
        assertThat(gapsMillis).hasSizeBetween(9, 16);
        assertThat(outage.end(MINUTE.toNanos())).isEqualTo(MINUTE);
        assertThat(outage.begin(MINUTE.toNanos())).isTrue();
    }

    @Test
    void twoCoordinatorsDoNotComeBackTogether() {
        Outage one = new Outage(new Random(1));
        Outage other = new Outage(new Random(123_456_789_123L));
        one.begin(0);
        other.begin(0);

        assertThat(firstTry(one)).isNotEqualTo(firstTry(other));
    }

    private static long firstTry(Outage outage) {
        long now = 0;
        while (!outage.mayTry(now)) {
            now += STEP / 10;
        }
        return now;
    }
}
