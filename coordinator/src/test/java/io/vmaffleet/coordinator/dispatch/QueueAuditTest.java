package io.vmaffleet.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.queue.PendingTask;
import io.vmaffleet.queue.StreamView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueAuditTest {
    @Test
    void whatTheStreamLacksIsMissing() {
        StreamView wiped = new StreamView("0-0", Map.of(), List.of());

        assertThat(QueueAudit.of(Map.of("5-0", 0), wiped).missing()).containsExactly("5-0");
    }

    @Test
    void whatNobodyHoldsAndNobodyWillBeGivenIsAnOrphan() {
        StreamView stream = new StreamView(
                "9-1", Map.of("9-0", "a", "9-1", "b", "10-0", "c"), List.of(new PendingTask("9-1", "worker", 1)));

        QueueAudit audit = QueueAudit.of(Map.of("9-0", 0, "9-1", 1, "10-0", 2), stream);

        assertThat(audit.orphans()).containsExactly("9-0");
        assertThat(audit.missing()).isEmpty();
        assertThat(audit.strangers()).isEmpty();
    }

    @Test
    void anEntryOfAnEarlierLifeIsAStranger() {
        StreamView stream = new StreamView("0-0", Map.of("7-0", "a"), List.of());

        assertThat(QueueAudit.of(Map.of(), stream).strangers()).containsExactly(Map.entry("7-0", "a"));
    }

    @Test
    void entryIdsAreComparedAsNumbers() {
        assertThat(StreamView.compareIds("9-10", "9-9")).isPositive();
        assertThat(StreamView.compareIds("10-0", "9-9")).isPositive();
        assertThat(StreamView.compareIds("18446744073709551615-0", "1-0")).isPositive();
    }
}
