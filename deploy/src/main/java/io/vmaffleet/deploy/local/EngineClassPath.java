package io.vmaffleet.deploy.local;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What of this process's class path an engine needs: the worker, what it decodes by and what it speaks. Redis, HTTP
/// and Parquet stay out of a process that runs foreign code over foreign files.
final class EngineClassPath {
    private static final List<String> NEEDED =
            List.of("common-", "worker-", "jackson-", "javacpp-", "ffmpeg-", "slf4j-", "jspecify-");

    private EngineClassPath() {}

    /// @param own the class path of this process; returned whole when it is not made of our jars
    static String within(String own) {
        List<String> needed = Stream.of(own.split(File.pathSeparator, -1))
                .filter(EngineClassPath::isNeeded)
                .sorted()
                .toList();
        boolean assembled = needed.stream().anyMatch(entry -> fileName(entry).startsWith("worker-"));
        return assembled ? needed.stream().collect(Collectors.joining(File.pathSeparator)) : own;
    }

    private static boolean isNeeded(String entry) {
        String name = fileName(entry);
        return name.endsWith(".jar") && NEEDED.stream().anyMatch(name::startsWith);
    }

    private static String fileName(String entry) {
        return String.valueOf(Path.of(entry).getFileName());
    }
}
