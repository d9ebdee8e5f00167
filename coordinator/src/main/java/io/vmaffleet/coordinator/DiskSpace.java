package io.vmaffleet.coordinator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Estimates what a run will write and refuses to begin what cannot end. The estimate is generous: a row of staging is
/// about 2 kB, its share of the table about 0.6 kB.
final class DiskSpace {
    private static final long BYTES_A_ROW = 4_096;
    private static final long AT_LEAST = 16L << 20;

    private DiskSpace() {}

    /// Checks the file system that holds `output` for `rows` more rows.
    ///
    /// @throws IOException if there is too little room
    static void check(Path output, long rows) throws IOException {
        Path folder = output.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        long needed = AT_LEAST + rows * BYTES_A_ROW;
        long usable = Files.getFileStore(folder).getUsableSpace();
        if (usable < needed) {
            throw new IOException("about " + (needed >> 20) + " MiB are needed in " + folder + " for " + rows
                    + " rows, and " + (usable >> 20) + " MiB are free: make room or choose another output");
        }
    }
}
