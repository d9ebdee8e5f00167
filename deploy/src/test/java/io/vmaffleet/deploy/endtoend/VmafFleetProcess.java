package io.vmaffleet.deploy.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `vmaf-fleet` as the launcher starts it: a process of its own from the assembled jars.
final class VmafFleetProcess implements AutoCloseable {
    private static final Path JARS = Path.of("target/vmaf-fleet/lib").toAbsolutePath();
    private static final Duration BOUND = Duration.ofMinutes(3);

    private final Process process;
    private final Path out;
    private final Path err;

    private VmafFleetProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static VmafFleetProcess start(Path folder, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                JARS + "/*",
                "io.vmaffleet.deploy.VmafFleet"));
        line.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = new ProcessBuilder(line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new VmafFleetProcess(process, out, err);
    }

    /// The words of a `run`.
    static String[] run(Path clips, Path scores, Path output, String... more) {
        return Stream.concat(
                        Stream.of(
                                "run",
                                "--clips-dir",
                                clips.toString(),
                                "--scores",
                                scores.toString(),
                                "--out",
                                output.toString()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    /// Waits for its end.
    ///
    /// @return the exit code
    int end() throws IOException, InterruptedException {
        if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
            close();
            throw new AssertionError("not ended within " + BOUND + ":\n" + said());
        }
        return process.exitValue();
    }

    String said() throws IOException {
        return Files.readString(out) + Files.readString(err);
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// SIGTERM.
    void askToStop() {
        process.destroy();
    }

    /// A signal to this process alone.
    ///
    /// @param name as `INT`
    void signal(String name) throws IOException, InterruptedException {
        signal(name, process.toHandle());
    }

    static void signal(String name, ProcessHandle to) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(to.pid())).start().waitFor();
    }

    /// kill -9 of this process alone.
    ///
    /// @return the processes that it leaves behind, to be watched
    List<ProcessHandle> kill() {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        return below;
    }

    List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /// Whatever a failed test leaves is taken away.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
