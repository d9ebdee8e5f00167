package io.vmaffleet.coordinator.table;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A step on the disk that failed, told with its file, with what is safe all the same, and with what to do.
public final class DiskFailure {
    /// What mends it where a run can go on.
    public static final String RESUME = "make room or mend the disk, then resume";

    /// What is not lost, and what to do, where a run's end cannot be written.
    static final String ROWS_ARE_SAFE = "all rows are safe beside it; " + RESUME;

    private DiskFailure() {}

    /// A step of an export.
    public static IOException ofExport(Path file, IOException cause) {
        return of(
                "writing",
                file,
                "nothing of it is kept; make room or name another place by --out, then export again",
                cause);
    }

    /// @param what was being done to the file
    /// @param next what is not lost, and what to do
    public static IOException of(String what, Path file, String next, IOException cause) {
        String why = cause instanceof NoSuchFileException
                ? "it is not there"
                : cause instanceof FileSystemException known && known.getReason() != null
                        ? known.getReason()
                        : String.valueOf(cause.getMessage());
        return new IOException(what + " " + file + " failed (" + why + "): " + next, cause);
    }
}
