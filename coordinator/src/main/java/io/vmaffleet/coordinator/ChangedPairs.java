package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.ledger.StagedRow;
import io.vmaffleet.coordinator.ledger.StagedRows;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.feature.PairFacts;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ReferenceClip;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;

/// Clips that have their row and another reference now than it was measured against. A table that mixed the two would
/// not say so, hence such a run is refused.
final class ChangedPairs {
    private final Plan plan;
    private final Tally.Counter changed = new Tally.Counter();

    private ChangedPairs(Plan plan) {
        this.plan = plan;
    }

    /// Reads every row, so it is for runs whose files have changed.
    ///
    /// @throws RunRefusedException if there is one
    static void refuse(Plan plan, RunLedger ledger, LedgerFiles files) throws IOException {
        if (plan.corpus().request().references().isEmpty()) {
            return;
        }
        ChangedPairs pairs = new ChangedPairs(plan);
        if (ledger.rowsInTable()) {
            TableFile.read(
                    files.output(), row -> pairs.look(row.clip(), row.row().pair()));
        } else {
            try (StagedRows rows = ledger.rows()) {
                for (ClipName clip : plan.names()) {
                    pairs.look(clip, rows.row(clip).map(StagedRow::row).flatMap(row -> row.pair()));
                }
            }
        }
        Tally changed = pairs.changed.tally();
        if (changed.count() > 0) {
            throw new RunRefusedException(changed.count() + (changed.count() == 1 ? " clip has" : " clips have")
                    + " a row that was measured against another reference than the one it has now (" + changed
                    + "): bring the sidecar or the pairs back as they were, or choose another output");
        }
    }

    private void look(ClipName clip, Optional<PairFacts> measured) {
        OptionalInt place = plan.indexOf(clip);
        if (place.isPresent() && measured.isPresent()) {
            String reference = plan.reference(place.getAsInt())
                    .map(ReferenceClip::name)
                    .map(ClipName::value)
                    .orElse("");
            if (!measured.get().reference().equals(reference)) {
                changed.add(clip.value());
            }
        }
    }
}
