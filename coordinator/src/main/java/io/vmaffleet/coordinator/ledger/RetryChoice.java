package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.FailureReason;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which given-up clips an operator wants tried again. Those that a rule leaves out would be left out again, so they
/// must be asked for by reason or name; a name that cannot be one is a matter of renaming.
///
/// @param reasons only clips given up for one of these; empty for any
/// @param clips only these; empty for any
public record RetryChoice(Set<FailureReason> reasons, Set<String> clips) {
    public RetryChoice {
        reasons = Set.copyOf(reasons);
        clips = Set.copyOf(clips);
    }

    /// Why the choice cannot be met: it names clips that are not among those it takes.
    public Optional<String> unmet(Collection<String> taken) {
        Set<String> missed = new TreeSet<>(clips);
        missed.removeAll(taken);
        return missed.isEmpty()
                ? Optional.empty()
                : Optional.of("not put back, since no clip of that name has failed"
                        + (reasons.isEmpty() ? "" : " for that reason") + ": " + String.join(", ", missed)
                        + " ('vmaf-fleet failed' lists those that have); nothing was changed");
    }

    /// Whether a clip is meant that was given up with this verdict and reason.
    public boolean takes(String clip, Verdict verdict, FailureReason reason) {
        boolean asked = !reasons.isEmpty() || !clips.isEmpty();
        return reason != FailureReason.BAD_NAME
                && (asked || verdict == Verdict.FAILED)
                && (reasons.isEmpty() || reasons.contains(reason))
                && (clips.isEmpty() || clips.contains(clip));
    }
}
