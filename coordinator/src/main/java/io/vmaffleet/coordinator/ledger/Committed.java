package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.result.Provenance;
import java.util.List;
import java.util.Optional;

/// A write that is on the disk, and what it came to.
public record Committed(LedgerWrite write, Outcome outcome) {
    /// What a write came to.
    public sealed interface Outcome {}

    /// The clip has its row.
    public record Staged() implements Outcome {}

    /// The clip had the same row before.
    public record Duplicate() implements Outcome {}

    /// The clip has another row, which stays; the difference stands in `X.attempts.jsonl`.
    ///
    /// @param kept where the row that stays came from; empty for one from the table or the reference's script
    /// @param other where the row that was not taken came from
    public record Disagrees(List<String> columns, Optional<Provenance> kept, Provenance other) implements Outcome {}

    /// The attempt is in `X.attempts.jsonl`.
    public record Recorded() implements Outcome {}

    /// The same attempt was recorded before.
    public record AlreadyRecorded() implements Outcome {}
}
