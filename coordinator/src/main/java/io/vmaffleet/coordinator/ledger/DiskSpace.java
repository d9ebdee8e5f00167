package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Files;

/// Whether the disk has room for what a run is about to write.
public final class DiskSpace {
    /// A staging line with its provenance, its name in `.done` and a failed attempt now and then, rounded up.
    private static final long STAGING_BYTES_A_ROW = 3_000;

    /// 55 numbers of eight bytes, labels and metadata, before compression.
    private static final long TABLE_BYTES_A_ROW = 1_000;

    private DiskSpace() {}

    /// @param rowsToCome rows that are still to be staged
    /// @param tableRows rows that the table will have
    /// @throws FullDiskException if there is too little room
    public static void require(LedgerFiles files, long rowsToCome, long tableRows) throws IOException {
        long needed = rowsToCome * STAGING_BYTES_A_ROW + tableRows * TABLE_BYTES_A_ROW;
        long free = Files.getFileStore(files.folder()).getUsableSpace();
        if (free < needed) {
            throw new FullDiskException(files.output(), needed, free);
        }
    }
}
