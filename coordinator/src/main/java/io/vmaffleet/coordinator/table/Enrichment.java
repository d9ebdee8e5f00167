package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.Tally;
import java.util.List;

/// What an enrichment changed.
///
/// @param rows of the table
/// @param changes of the label columns that are new or of which a cell changed, in the table's order
/// @param rowsWithoutLabels clips that no new label names
/// @param scoresWithoutRow names in the scores that the table has no row for
/// @param sidecarWithoutRow names in the sidecar that the table has no row for
public record Enrichment(
        long rows, List<Change> changes, Tally rowsWithoutLabels, Tally scoresWithoutRow, Tally sidecarWithoutRow) {
    /// Of one column.
    ///
    /// @param isNew whether the table had no such column, or one without any value
    /// @param added cells that were empty
    /// @param corrected cells that held something else
    public record Change(String column, boolean isNew, long added, long corrected) {}

    public Enrichment {
        changes = List.copyOf(changes);
    }
}
