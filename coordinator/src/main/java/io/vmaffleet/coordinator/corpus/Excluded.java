package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.result.FailureReason.Blame;

/// A file of the corpus for which no task is ever sent.
///
/// @param name of the file; where no clip can have it, escaped
/// @param reason of those that a plan gives, see [FailureReason#isOfThePlan]
/// @param detail what is wrong, as a sentence
public record Excluded(String name, long sizeBytes, FailureReason reason, String detail) {
    public Excluded {
        if (!reason.isOfThePlan()) {
            throw new IllegalArgumentException(name + " is excluded from the start by " + reason);
        }
    }

    /// Whether a written rule leaves it out; else it counts as failed.
    public boolean isLeftOut() {
        return reason.blame() == Blame.RULE;
    }
}
