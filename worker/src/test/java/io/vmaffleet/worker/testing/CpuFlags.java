package io.vmaffleet.worker.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What this machine's CPU says it can do.
public final class CpuFlags {
    private CpuFlags() {}

    /// As Linux names them; empty where it does not say.
    public static List<String> read() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        return Files.isReadable(cpu)
                ? Files.readAllLines(cpu).stream()
                        .filter(line -> line.startsWith("flags"))
                        .findFirst()
                        .map(line -> Arrays.asList(line.split(" ", -1)))
                        .orElse(List.of())
                : List.of();
    }
}
