package io.vmaffleet.coordinator.intake;

import io.vmaffleet.coordinator.ledger.AttemptEvent;
import io.vmaffleet.coordinator.verdict.Evidence;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the ledger remembers of a clip's attempts, as evidence: pure functions.
public final class ClipHistory {
    private ClipHistory() {}

    /// The attempts since the operator last asked for a new beginning.
    static List<AttemptEvent> attempts(List<AttemptEvent> history) {
        List<AttemptEvent> attempts = new ArrayList<>();
        for (AttemptEvent event : history) {
            if (event.kind() == AttemptEvent.Kind.RETRY_REQUESTED) {
                attempts.clear();
            } else if (event.kind().isAttempt()) {
                attempts.add(event);
            }
        }
        return attempts;
    }

    /// Whether an attempt was recorded, counted or not any more.
    static boolean knows(List<AttemptEvent> history, String taskEntry) {
        return history.stream()
                .anyMatch(event -> event.kind().isAttempt() && event.taskEntry().equals(Optional.of(taskEntry)));
    }

    /// What the last attempt since the operator last asked for a new beginning came to; empty if there was none.
    public static Optional<Verdict> lastVerdict(List<AttemptEvent> history) {
        return last(history).flatMap(AttemptEvent::verdict);
    }

    static boolean isGivenUp(List<AttemptEvent> history) {
        return last(history).filter(AttemptEvent::givesUp).isPresent();
    }

    private static Optional<AttemptEvent> last(List<AttemptEvent> history) {
        return attempts(history).stream().reduce((_, later) -> later);
    }

    static List<Evidence> evidence(List<AttemptEvent> history) {
        return attempts(history).stream().map(ClipHistory::evidence).toList();
    }

    private static Evidence evidence(AttemptEvent event) {
        return event.kind() == AttemptEvent.Kind.EXPIRED
                ? new Evidence.Lost(event.worker().orElse(""), event.alone())
                : new Evidence.FailedOn(
                        event.host().orElse(""), event.reason().orElse(FailureReason.INTERNAL), event.alone());
    }
}
