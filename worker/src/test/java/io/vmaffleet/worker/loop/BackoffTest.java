package io.vmaffleet.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long SEED = 12;

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(350), new Random(SEED));

    @Test
    void delaysDoubleUpToTheLongestAndAreCutByUpToAHalf() {
        for (int full : new int[] {100, 200, 350, 350}) {
            assertThat(backoff.delay())
                    .as("seed %d", SEED)
                    .isBetween(Duration.ofMillis(full / 2), Duration.ofMillis(full));
        }

        backoff.reset();

        assertThat(backoff.delay()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    }
}
