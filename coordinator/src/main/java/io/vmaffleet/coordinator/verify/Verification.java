package io.vmaffleet.coordinator.verify;

import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.RunManifest;
import java.util.List;
import java.util.Optional;

/// What the files of a run tell.
///
/// @param finished whether the run says that it is, and nothing lies there that says otherwise
/// @param table the bytes of the table as it lies there
/// @param rows clips with a row
/// @param failed clips given up, those with an unusable name among them
/// @param leftOut clips that a rule of the recipe leaves out
/// @param findings what is wrong, a sentence each; with none, what is there is proved
/// @param remarks what is as it may be, and worth knowing
public record Verification(
        RunManifest manifest,
        boolean finished,
        Optional<FileDigest> table,
        long rows,
        long failed,
        long leftOut,
        List<String> findings,
        List<String> remarks) {
    public Verification {
        findings = List.copyOf(findings);
        remarks = List.copyOf(remarks);
    }

    /// Clips that the run was made of and that have neither row nor reason yet.
    public long toDo() {
        return Math.max(0, manifest.digests().clips() - rows - failed - leftOut);
    }
}
