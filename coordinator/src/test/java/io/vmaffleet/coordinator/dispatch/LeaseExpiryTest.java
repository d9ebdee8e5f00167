package io.vmaffleet.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.PendingTask;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseExpiryTest {
    private static final long BOUND = LeaseExpiry.BOUND.toNanos();
    private final LeaseExpiry expiry = new LeaseExpiry();

    private static PendingTask lease(String holder, long count) {
        return new PendingTask("1-0", holder, count);
    }

    @Test
    void aLeaseThatNobodyRenewsIsOverAfterTheBound() {
        assertThat(expiry.overdue(List.of(lease("a", 1)), 0)).isEmpty();
        assertThat(expiry.overdue(List.of(lease("a", 1)), BOUND - 1)).isEmpty();
        assertThat(expiry.overdue(List.of(lease("a", 1)), BOUND)).containsExactly(lease("a", 1));
    }

    @Test
    void aRenewalOrAnotherHolderStartsTheTimerAnew() {
        expiry.overdue(List.of(lease("a", 1)), 0);
        expiry.overdue(List.of(lease("a", 2)), BOUND - 1);
        assertThat(expiry.overdue(List.of(lease("a", 2)), BOUND + 1)).isEmpty();
        assertThat(expiry.overdue(List.of(lease("b", 2)), 2 * BOUND)).isEmpty();
        assertThat(expiry.overdue(List.of(lease("b", 2)), 3 * BOUND)).hasSize(1);
    }

    @Test
    void afterAReconnectNobodyIsLate() {
        expiry.overdue(List.of(lease("a", 1)), 0);
        expiry.reset();
        assertThat(expiry.overdue(List.of(lease("a", 1)), BOUND)).isEmpty();
    }

    @Test
    void theClockMayStartAnywhere() {
        long start = Long.MAX_VALUE - 5;
        expiry.overdue(List.of(lease("a", 1)), start);
        assertThat(expiry.overdue(List.of(lease("a", 1)), start + BOUND)).hasSize(1);
    }
}
