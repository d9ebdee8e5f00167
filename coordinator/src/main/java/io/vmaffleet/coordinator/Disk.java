package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.FileLayer;
import io.vmaffleet.coordinator.table.TableFiles;

/// Every step by which a run changes the disk, so that a test can stop at each of them.
record Disk(FileLayer ledger, TableFiles table) {
    /// The real file system.
    static Disk real() {
        return new Disk(FileLayer.real(), TableFiles.onDisk());
    }
}
