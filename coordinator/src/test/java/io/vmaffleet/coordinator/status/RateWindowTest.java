package io.vmaffleet.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateWindowTest {
    private final FakeNanoClock clock = new FakeNanoClock();
    private final RateWindow window = new RateWindow(Duration.ofSeconds(60), clock);

    @Test
    void theRateIsWhatCameInTheTimeThatWasWatched() {
        for (int second = 0; second < 10; second++) {
            window.add(3);
            clock.pass(Duration.ofSeconds(1));
        }

        assertThat(window.covered()).isEqualTo(Duration.ofSeconds(10));
        assertThat(window.perSecond()).isEqualTo(3.0);
    }

    @Test
    void aFirstEventRightAfterTheStartIsNoHugeRate() {
        clock.pass(Duration.ofMillis(1));
        window.add(1);

        assertThat(window.perSecond()).isEqualTo(1.0);
    }

    @Test
    void whatIsOlderThanTheSpanIsForgotten() {
        window.add(600);
        clock.pass(Duration.ofSeconds(59));
        assertThat(window.amount()).isEqualTo(600);

        clock.pass(Duration.ofSeconds(1));
        assertThat(window.amount()).isZero();
        assertThat(window.perSecond()).isZero();
    }

    @Test
    void aLongSilenceEmptiesItAndItCountsAgainAfterwards() {
        window.add(600);
        clock.pass(Duration.ofDays(40));
        window.add(30);

        assertThat(window.amount()).isEqualTo(30);
        assertThat(window.covered()).isBetween(Duration.ofSeconds(59), Duration.ofSeconds(60));
    }

    @Test
    void itAgreesWithAListOfAllEventsToWithinOneBucket() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ArrayDeque<long[]> events = new ArrayDeque<>();
        long now = 0;
        for (int i = 0; i < 5_000; i++) {
            long step = random.nextInt(20) == 0 ? random.nextInt(20_000) : random.nextInt(300);
            now += step;
            clock.pass(Duration.ofMillis(step));
            int amount = random.nextInt(5);
            window.add(amount);
            events.add(new long[] {now, amount});

            long oldest = Math.max(0, now / 1_000 - 59) * 1_000;
            events.removeIf(event -> event[0] < oldest);
            long expected = events.stream().mapToLong(event -> event[1]).sum();
            assertThat(window.amount()).as("seed %d", seed).isEqualTo(expected);
            double covered = Math.max(1, (now - oldest) / 1e3);
            assertThat(window.perSecond()).as("seed %d", seed).isCloseTo(expected / covered, within(1e-9));
        }
    }
}
