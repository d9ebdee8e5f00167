package io.vmaffleet.coordinator.table;

import java.nio.file.Path;

/// Names of what lies beside an output while it is made: hidden, and nobody else's.
public final class Beside {
    private Beside() {}

    /// @param what it is, as `tmp`
    public static Path of(Path output, String what) {
        Path absolute = output.toAbsolutePath();
        return absolute.resolveSibling("." + absolute.getFileName() + ".vmaf-fleet." + what);
    }
}
