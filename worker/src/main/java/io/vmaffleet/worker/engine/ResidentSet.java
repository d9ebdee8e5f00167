package io.vmaffleet.worker.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// How much memory a process really has, as the kernel counts it.
final class ResidentSet {
    private static final String LINE = "VmRSS:";

    private ResidentSet() {}

    /// Bytes of a process's resident set; 0 when it is gone or its memory is.
    static long bytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(LINE))
                    .mapToLong(line -> Long.parseLong(line.substring(LINE.length())
                                    .replace("kB", "")
                                    .strip())
                            << 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
