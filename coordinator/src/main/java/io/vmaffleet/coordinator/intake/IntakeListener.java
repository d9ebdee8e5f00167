package io.vmaffleet.coordinator.intake;

import io.vmaffleet.coordinator.ledger.AttemptEvent;
import io.vmaffleet.coordinator.ledger.Committed;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.AttemptReport;

/// Hears what has come to the disk, for display and for the run's exit code. Called on the run loop's thread.
public interface IntakeListener {
    /// A row came to the disk, or was compared with the one that is there.
    void rowCommitted(AttemptReport report, Committed.Outcome outcome);

    /// An attempt without a row came to the disk.
    void attemptCommitted(AttemptEvent event, Verdict verdict);
}
