package io.vmaffleet.coordinator.verify;

import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// Proves a run by its files: each clip that it was made of is in the table once, or named with the reason why not,
/// and nothing else is there. Memory is that of a plan and its names, whatever the rows hold.
///
/// It takes no lock and writes nothing, so it may look at a run at work.
public final class RunVerifier {
    /// A run may end, or go on, while its files are looked at: then they are looked at again, so often at most.
    private static final int LOOKS = 5;

    private final LedgerFiles files;

    public RunVerifier(LedgerFiles files) {
        this.files = files;
    }

    /// What the files tell; empty where there is no run.
    ///
    /// @throws IOException if one of them cannot be read at all
    public Optional<Verification> verify() throws IOException {
        for (int look = 0; look < LOOKS; look++) {
            Optional<RunManifest> manifest = RunManifest.read(files);
            if (manifest.isEmpty()) {
                return Optional.empty();
            }
            boolean staged = Files.exists(files.staging());
            Optional<Verification> verification = look(manifest.get(), staged);
            if (verification.isPresent()
                    && Files.exists(files.staging()) == staged
                    && RunManifest.read(files).equals(manifest)) {
                return verification;
            }
        }
        throw new IOException(files.output() + " and the files beside it change faster than they can be read: verify"
                + " again when the run has ended");
    }

    /// Empty when a file went away while it was read.
    private Optional<Verification> look(RunManifest manifest, boolean staged) throws IOException {
        try {
            return Optional.of(new RunLook(files, manifest, staged).verification());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
