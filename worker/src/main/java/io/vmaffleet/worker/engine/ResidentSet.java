package io.vmaffleet.worker.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How much memory a process really has, as the kernel counts it.
final class ResidentSet {
    private static final Logger LOG = LoggerFactory.getLogger(ResidentSet.class);
    private static final String NOW = "VmRSS:";
    private static final String PEAK = "VmHWM:";

    /// See proc(5), `clear_refs`.
    private static final String RESET_THE_PEAK = "5";

    private ResidentSet() {}

    /// Bytes of a process's resident set; 0 when it is gone or its memory is.
    static long bytes(long pid) {
        return line(pid, NOW);
    }

    /// Of the processes that a process has started and that live; 0 where the kernel does not tell whose
    /// child is whose.
    static long childrenBytes(long pid) {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            return threads.flatMap(ResidentSet::childrenOf)
                    .mapToLong(child -> bytes(child) + childrenBytes(child))
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private static Stream<Long> childrenOf(Path thread) {
        try {
            return Files.readString(thread.resolve("children"))
                    .lines()
                    .flatMap(line -> Stream.of(line.split(" ", -1)))
                    .filter(child -> !child.isEmpty())
                    .map(Long::valueOf);
        } catch (IOException e) {
            return Stream.empty(); // the thread has ended
        }
    }

    /// The most it had since [#forgetPeak]; 0 when it is gone.
    static long peakBytes(long pid) {
        return line(pid, PEAK);
    }

    /// Lets the peak begin anew. Where the kernel does not, it goes on being that of the process's whole life, which
    /// is too much and never too little.
    static void forgetPeak(long pid) {
        try {
            Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), RESET_THE_PEAK);
        } catch (IOException e) {
            LOG.debug("the peak of process {} is that of its whole life: {}", pid, e.toString());
        }
    }

    private static long line(long pid, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.substring(name.length())
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
