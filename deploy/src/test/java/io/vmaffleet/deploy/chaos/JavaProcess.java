package io.vmaffleet.deploy.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A child process of this class path that can be killed, frozen and woken. What it says is appended to a log.
final class JavaProcess implements AutoCloseable {
    private static final long GONE_WITHIN_SECONDS = 30;

    private final Process process;

    private JavaProcess(Process process) {
        this.process = process;
    }

    static JavaProcess start(Path log, String mainClass, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        line.addAll(arguments);
        return new JavaProcess(new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Of an ended process.
    int exitCode() {
        return process.exitValue();
    }

    /// The processes right below.
    List<ProcessHandle> children() {
        return process.children().toList();
    }

    /// SIGKILL of this process alone; returns when it is gone.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(GONE_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            throw new ChaosException("process " + pid() + " outlives SIGKILL");
        }
    }

    void freeze() throws IOException, InterruptedException {
        Signals.send("STOP", pid());
    }

    void wake() throws IOException, InterruptedException {
        Signals.send("CONT", pid());
    }

    /// Whatever is left of it and below it is taken away.
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
