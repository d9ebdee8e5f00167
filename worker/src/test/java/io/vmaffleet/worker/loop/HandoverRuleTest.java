package io.vmaffleet.worker.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.WorkerQueue.Finish;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HandoverRuleTest {
    private static final LoopLimits LIMITS = LoopLimits.DEFAULT;

    private final HandoverRule rule = new HandoverRule(LIMITS);

    @Test
    void scoresThatFindNoRoomAreOfferedAgainAsLongAsTheLeaseIsKeptForThem() {
        Duration last = LIMITS.publish().minusMillis(1);

        assertThat(rule.after(Finish.FULL, Duration.ZERO, false)).isEqualTo(HandoverRule.Next.OFFER_AGAIN);
        assertThat(rule.after(Finish.FULL, last, false)).isEqualTo(HandoverRule.Next.OFFER_AGAIN);
        assertThat(rule.after(Finish.FULL, LIMITS.publish(), false)).isEqualTo(HandoverRule.Next.DROP);
    }

    @Test
    void aWorkerThatClosesWaitsForRoomOnlyShortly() {
        assertThat(rule.after(Finish.FULL, LIMITS.closing(), true)).isEqualTo(HandoverRule.Next.DROP);
    }

    @Test
    void aRunThatIsGoneIsWaitedForLessThanRoom() {
        assertThat(rule.after(Finish.NO_RUN, LIMITS.runGone(), false)).isEqualTo(HandoverRule.Next.DROP);
        assertThat(LIMITS.runGone()).isLessThan(LIMITS.publish());
    }
}
