package io.vmaffleet.coordinator.export;

import io.vmaffleet.coordinator.table.DiskFailure;
import io.vmaffleet.coordinator.table.OutputLock;
import java.io.IOException;
import java.nio.file.Path;

/// That one export alone writes a place.
final class ExportLock {
    private ExportLock() {}

    /// @throws ExportRefusedException if another export writes there
    static OutputLock take(Path place) throws IOException {
        try {
            return OutputLock.take(place)
                    .orElseThrow(() -> new ExportRefusedException(
                            place + " is just being written by another export: wait for it, or name another by --out"));
        } catch (IOException e) {
            throw DiskFailure.ofExport(place, e);
        }
    }
}
