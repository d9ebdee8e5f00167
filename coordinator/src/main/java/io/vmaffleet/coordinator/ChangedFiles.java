package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/// Clips that have their row and whose file, or whose reference's, was written since. Their rows stay; people are told.
final class ChangedFiles {
    private ChangedFiles() {}

    /// One sentence; empty when there are none. Looks at every file that has a row, so it is for runs whose clip list
    /// has changed.
    static Optional<String> among(Plan plan, RunLedger ledger, LedgerFiles files) throws IOException {
        // the table is younger than all its rows; the lock is as old as the run
        FileTime measured = Files.getLastModifiedTime(ledger.rowsInTable() ? files.output() : files.lock());
        Tally.Counter newer = new Tally.Counter();
        for (int clip = 0; clip < plan.size(); clip++) {
            if (ledger.done(plan.name(clip)) && isNewer(plan, clip, measured)) {
                newer.add(plan.name(clip).value());
            }
        }
        Tally changed = newer.tally();
        if (changed.count() == 0) {
            return Optional.empty();
        }
        return Optional.of(changed.count() + (changed.count() == 1 ? " clip has" : " clips have")
                + " a row and a file that was written since (" + changed
                + "): rows that are there are kept; choose another output to measure them again");
    }

    private static boolean isNewer(Plan plan, int clip, FileTime than) {
        return isNewer(plan.path(clip), than)
                || plan.reference(clip)
                        .filter(reference -> isNewer(Path.of(reference.path()), than))
                        .isPresent();
    }

    private static boolean isNewer(Path file, FileTime than) {
        try {
            return Files.getLastModifiedTime(file).compareTo(than) > 0;
        } catch (IOException e) {
            // gone since the plan was made, which is no matter for a clip that has its row
            return false;
        }
    }
}
