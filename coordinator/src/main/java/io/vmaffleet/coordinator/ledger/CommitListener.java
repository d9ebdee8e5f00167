package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.util.List;

/// Told on the ledger's own thread: what it does here delays the next batch, and it must not wait for the ledger.
public interface CommitListener {
    /// These are on the disk, in the order in which they were submitted; whatever held them may let them go.
    void committed(List<Committed> batch);

    /// A write or a force failed, or another process took the run: the ledger never writes again. Called once, last.
    void broken(IOException cause);
}
