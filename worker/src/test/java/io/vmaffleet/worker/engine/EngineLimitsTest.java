package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class EngineLimitsTest {
    private final EngineLimits limits = EngineLimits.DEFAULT;

    @Test
    void aShortClipHasTenMinutes() {
        assertThat(limits.deadline(0.5)).contains(Duration.ofMinutes(10));
        assertThat(limits.deadline(27)).contains(Duration.ofMinutes(10));
    }

    @Test
    void aLongClipHasAMinuteAndTwentyTimesItsEstimate() {
        assertThat(limits.deadline(100)).contains(Duration.ofSeconds(60 + 2000));
    }

    @Test
    void anUnknownLengthHasNoDeadline() {
        assertThat(limits.deadline(0)).isEmpty();
        assertThat(limits.deadline(Double.NaN)).isEmpty();
        assertThat(limits.deadline(Double.POSITIVE_INFINITY)).isEmpty();
    }
}
