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
        assertThat(lookUntil(0, BOUND - 1, lease("a", 1))).isEmpty();
        assertThat(expiry.overdue(List.of(lease("a", 1)), BOUND)).containsExactly(lease("a", 1));
    }

    @Test
    void aRenewalOrAnotherHolderStartsTheTimerAnew() {
        lookUntil(0, BOUND - 1, lease("a", 1));
        assertThat(lookUntil(BOUND, 2 * BOUND - 1, lease("a", 2))).isEmpty();
        assertThat(lookUntil(2 * BOUND, 3 * BOUND - 1, lease("b", 2))).isEmpty();
        assertThat(expiry.overdue(List.of(lease("b", 2)), 3 * BOUND)).hasSize(1);
    }

    @Test
    void afterAnOutageNobodyIsLate() {
        lookUntil(0, BOUND - 1, lease("a", 1));
        expiry.reset();
        assertThat(expiry.overdue(List.of(lease("a", 1)), BOUND)).isEmpty();
    }

    @Test
    void whoWasFrozenHasSeenNothingMeanwhile() {
        lookUntil(0, BOUND / 2, lease("a", 1));

        assertThat(expiry.overdue(List.of(lease("a", 1)), 2 * BOUND)).isEmpty();
        assertThat(lookUntil(2 * BOUND, 3 * BOUND - 1, lease("a", 1))).isEmpty();
        assertThat(expiry.overdue(List.of(lease("a", 1)), 3 * BOUND)).hasSize(1);
    }

    @Test
    void theClockMayStartAnywhere() {
        long start = Long.MAX_VALUE - 5;
        lookUntil(start, start + BOUND - 1, lease("a", 1));
        assertThat(expiry.overdue(List.of(lease("a", 1)), start + BOUND)).hasSize(1);
    }

    /// Looks every second and once at the end, always seeing the same.
    private List<PendingTask> lookUntil(long fromNanos, long toNanos, PendingTask lease) {
        for (long now = fromNanos; toNanos - now > 0; now += 1_000_000_000L) {
            assertThat(expiry.overdue(List.of(lease), now)).isEmpty();
        }
        return expiry.overdue(List.of(lease), toNanos);
    }
}
