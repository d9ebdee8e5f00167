package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import java.util.List;
import java.util.Optional;

/// What the run loop gives the ledger to write. `resultEntry` is the entry of the results stream it came from, for
/// whoever deletes that entry after the commit; the ledger itself does not read it.
public sealed interface LedgerWrite {
    /// A measured row.
    ///
    /// @param scores of its frames, in the parts of [io.vmaffleet.wire.FrameCodec]; empty in a run that wants none
    record Row(String resultEntry, AttemptReport report, List<String> scores) implements LedgerWrite {
        public Row {
            scores = List.copyOf(scores);
            if (!(report.result() instanceof ClipResult.Extracted)) {
                throw new IllegalArgumentException("not a row: " + report);
            }
        }

        /// A row without the scores of its frames.
        public Row(String resultEntry, AttemptReport report) {
            this(resultEntry, report, List.of());
        }

        /// How long the scores of its frames are, in characters.
        public long scoreChars() {
            return scores.stream().mapToLong(String::length).sum();
        }

        FeatureRow row() {
            if (report.result() instanceof ClipResult.Extracted(var row)) {
                return row;
            }
            throw new IllegalStateException("not a row: " + report);
        }
    }

    /// Something that happened to a clip and gave no row.
    ///
    /// @param resultEntry empty where no result said so: an expired lease, an operator's request
    record Attempt(Optional<String> resultEntry, AttemptEvent event) implements LedgerWrite {}

    /// A result of which nothing follows for any clip.
    ///
    /// @param taskEntry as the result has it, empty if it has none
    record Unreadable(String resultEntry, String taskEntry, String detail) implements LedgerWrite {}
}
