package io.vmaffleet.worker.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// How much memory this process and its engines may use: the least of the host's and its control groups' limits.
public final class HostMemory {
    private HostMemory() {}

    /// @throws IllegalStateException if `/proc/meminfo` does not say it
    public static long bytes() {
        return bytes(Path.of("/"));
    }

    /// @param root the folder that stands for `/`
    static long bytes(Path root) {
        long least = memTotal(root);
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            // hierarchy:controllers:path; version 2 has no controllers
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[1].isEmpty()) {
                least = Math.min(least, leastLimit(root.resolve("sys/fs/cgroup"), parts[2], "memory.max"));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                least = Math.min(
                        least, leastLimit(root.resolve("sys/fs/cgroup/memory"), parts[2], "memory.limit_in_bytes"));
            }
        }
        return least;
    }

    /// A group is bounded by every group above it. In a container the path may be the host's and not exist here; the
    /// mount's own top is then the container's group.
    private static long leastLimit(Path mount, String group, String file) {
        long least = Long.MAX_VALUE;
        @Nullable Path folder = mount.resolve(Path.of("/").relativize(Path.of("/", group).normalize()));
        while (folder != null && folder.startsWith(mount)) {
            least = Math.min(least, limit(folder.resolve(file)).orElse(Long.MAX_VALUE));
            folder = folder.getParent();
        }
        return least;
    }

    /// Empty when there is no such file or it says `max`.
    private static OptionalLong limit(Path file) {
        List<String> lines = lines(file);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(lines.getFirst().strip()));
    }

    private static long memTotal(Path root) {
        return lines(root.resolve("proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("/proc/meminfo has no MemTotal; is /proc mounted?"));
    }

    /// No such file counts as an empty one: which of them exist depends on the control group version.
    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
