package io.vmaffleet.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.worker.engine.EngineLimits;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LeaseRuleTest {
    /// A monotonic clock may show anything, its turn-over too.
    private static final long START = Long.MAX_VALUE - 5;

    private final LeaseRule rule = new LeaseRule(EngineLimits.DEFAULT, LoopLimits.DEFAULT);

    @ParameterizedTest
    @EnumSource(Standing.Doing.class)
    void whateverAnAttemptDoesItsBoundEndsTheLease(Standing.Doing doing) {
        Duration bound = switch (doing) {
            case AWAITING_TURN -> Duration.ofHours(2);
            case STARTING_ENGINE, OPENING, MEASURING -> Duration.ofSeconds(60);
            case AWAITING_MEMORY -> Duration.ofMinutes(60);
            case EXAMINING -> Duration.ofSeconds(90);
            case PUBLISHING -> Duration.ofMinutes(15);
        };
        Standing standing = Standing.at(doing, START);

        assertThat(rule.deservesLease(standing, START, after(bound.minusNanos(1))))
                .isTrue();
        assertThat(rule.deservesLease(standing, START, after(bound))).isFalse();
    }

    @Test
    void aFrameWithinTheStallBoundKeepsTheLease() {
        Standing standing = Standing.at(Standing.Doing.MEASURING, START).moved(1, after(Duration.ofSeconds(59)));

        assertThat(rule.deservesLease(standing, START, after(Duration.ofSeconds(118))))
                .isTrue();
        assertThat(rule.deservesLease(standing, START, after(Duration.ofSeconds(119))))
                .isFalse();
    }

    @Test
    void noAttemptIsHeldBeyondItsDeadlineAndAllWaits() {
        Duration deadline = Duration.ofMinutes(10);
        Duration ceiling = deadline.plus(Duration.ofHours(2))
                .plus(Duration.ofMinutes(60 + 15 + 1 + 1))
                .plusSeconds(30 + 90);
        Standing expecting = Standing.at(Standing.Doing.MEASURING, START).expecting(100, Optional.of(deadline));

        assertThat(deservesMovingAt(expecting, ceiling.minusSeconds(1))).isTrue();
        assertThat(deservesMovingAt(expecting, ceiling)).isFalse();
    }

    @Test
    void aClipOfUnknownLengthIsNotHeldForEver() {
        Standing unknown = Standing.at(Standing.Doing.MEASURING, START);

        assertThat(deservesMovingAt(unknown, Duration.ofHours(12))).isTrue();
        assertThat(deservesMovingAt(unknown, Duration.ofHours(16))).isFalse();
    }

    private boolean deservesMovingAt(Standing standing, Duration age) {
        return rule.deservesLease(standing.moved(1, after(age)), START, after(age));
    }

    private static long after(Duration duration) {
        return START + duration.toNanos();
    }
}
