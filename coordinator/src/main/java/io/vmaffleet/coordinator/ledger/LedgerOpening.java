package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What its caller gives to the opening of a ledger.
///
/// @param host the name of this host, as `X.run.json` will show it
/// @param holderWait called when the kernel's lock is ours and a manifest is there
/// @param choice called next: which manifest the run has from now on
/// @param plan the clips in corpus order; empty for a command that has none, for which every clip of the ledger
///     counts as planned
/// @param tables opens the table at the output's path
public record LedgerOpening(
        String host,
        HolderWait holderWait,
        ManifestChoice choice,
        Optional<List<ClipName>> plan,
        FinishedTable.Opener tables) {
    /// Waits for a coordinator that still shows in Redis.
    @FunctionalInterface
    public interface HolderWait {
        /// Returns when none does.
        ///
        /// @throws LedgerHeldException if one stays
        void untilGone(RunManifest found) throws IOException;
    }

    /// Decides under the lock what the run is; may throw to refuse, before anything is written.
    @FunctionalInterface
    public interface ManifestChoice {
        /// @param found what lies there; empty for a new run and for a ledger that the script left
        RunManifest choose(Optional<RunManifest> found) throws IOException;
    }
}
