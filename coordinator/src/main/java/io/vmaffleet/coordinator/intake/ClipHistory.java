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

    /// Whether the clip is to run alone: so it stays, once judged, until the operator asks for a new beginning.
    public static boolean runsAlone(List<AttemptEvent> history) {
        return attempts(history).stream().anyMatch(event -> event.verdict().equals(Optional.of(Verdict.AGAIN_ALONE)));
    }

    static boolean isGivenUp(List<AttemptEvent> history) {
        return attempts(history).stream()
                .reduce((_, later) -> later)
                .filter(AttemptEvent::givesUp)
                .isPresent();
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
