package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.status.RunSnapshot;
import java.nio.file.Path;

/// How a run ended.
///
/// @param snapshot the run at its end
/// @param detail one sentence for a person
public record RunOutcome(Ending ending, Path table, RunSnapshot snapshot, String detail) {
    /// What a run comes to, from best to worst.
    public enum Ending {
        /// Every clip that can be measured has its row, and the table is written.
        COMPLETE,
        /// The table is written; clips failed.
        FAILED_CLIPS,
        /// The table is written, but rows of one clip disagreed.
        DISAGREED,
        /// Scores that must be constant were not: no table.
        CONSTANTS_DIFFER,
        /// Stopped before the end; `resume` goes on.
        STOPPED
    }
}
