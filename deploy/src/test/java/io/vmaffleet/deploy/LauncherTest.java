package io.vmaffleet.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shell half of the launcher, function by function, with a machine made of fake programs.
class LauncherTest {
    private static final Path LIBRARY = Path.of("bin/lib.sh").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void aJdkIsJudgedByItsReleaseFileWithoutBeingStarted() throws Exception {
        jdk("old", "17.0.15");
        jdk("new", "25.0.3");
        jdk("newest", "26-ea");
        Files.delete(jdk("runtime", "25").resolve("bin/javac"));

        for (String name : new String[] {"old", "new", "newest", "runtime", "missing"}) {
            boolean expected = name.startsWith("new");
            assertThat(bash("is_new_enough_jdk '" + folder.resolve(name) + "'").exitCode() == 0)
                    .as(name)
                    .isEqualTo(expected);
        }
    }

    @Test
    void theJdkOfJavaHomeIsTakenBeforeOthers() throws Exception {
        Path mine = jdk("mine", "25.0.1");

        Said said = bash("JAVA_HOME='" + mine + "'; find_jdk; echo \"$JAVA_HOME\"");

        assertThat(said.out().strip()).isEqualTo(mine.toString());
    }

    @Test
    void aLibraryThatIsInTheCacheIsNotFetchedAgain() throws Exception {
        Path cached = folder.resolve("cache/vmaf-fleet/libvmaf/3.2.0/libvmaf.so.3");
        Files.createDirectories(cached.resolveSibling(""));
        Files.writeString(cached, "here");
        program("python3", "exit 1");

        assertThat(bash("fetch_libvmaf").exitCode()).isZero();
        assertThat(cached).hasContent("here");
    }

    @Test
    void aMissingPipIsOneSentenceAndExitCodeThree() throws Exception {
        program("python3", "exit 1");

        assertRefused(bash(NO_SYSTEM_LIBRARY + "fetch_libvmaf"), "apt-get install python3-pip");
    }

    @Test
    void aNetworkThatIsAwayIsOneSentenceWithPipsOwnReason() throws Exception {
        program("python3", """
                case "$*" in *--version*) exit 0 ;; esac
                echo 'ERROR: no route to host' >&2
                exit 1
                """);

        assertRefused(bash(NO_SYSTEM_LIBRARY + "fetch_libvmaf"), "ERROR: no route to host", "network");
    }

    @Test
    void aWheelWithAnotherChecksumIsThrownAway() throws Exception {
        program("python3", """
                case "$*" in *--version*) exit 0 ;; esac
                while [ "$1" != -d ]; do shift; done
                echo evil >"$2/av.whl"
                """);

        assertRefused(bash(NO_SYSTEM_LIBRARY + "fetch_libvmaf"), "SHA-256");
    }

    @Test
    void whereTheSystemHasALibraryAFailedFetchIsNoFault() throws Exception {
        program("python3", "exit 1");

        Said said = bash("system_has_libvmaf() { true; }; fetch_libvmaf && echo goes on");

        assertThat(said.out().strip()).isEqualTo("goes on");
        assertThat(said.exitCode()).isZero();
    }

    @Test
    void whatMeasuresByALibvmafThatIsNotNamedNeedsOne() throws Exception {
        for (String command : new String[] {
            "demo",
            "run --clips-dir c",
            "resume x.parquet",
            "worker",
            "smoke --clips-dir c",
            "verify x.parquet --sample 5",
            "verify --sample=5 x.parquet"
        }) {
            assertThat(bash("needs_libvmaf " + command).exitCode()).as(command).isZero();
        }
        for (String command : new String[] {
            "",
            "status x.parquet",
            "doctor",
            "verify x.parquet",
            "smoke --help",
            "run --engine vmaf-cli",
            "verify x.parquet --sample 5 --libvmaf f"
        }) {
            assertThat(bash("needs_libvmaf " + command).exitCode()).as(command).isEqualTo(1);
        }
        assertThat(bash("VMAF_FLEET_LIBVMAF=f needs_libvmaf run").exitCode()).isEqualTo(1);
    }

    private static final String NO_SYSTEM_LIBRARY = "system_has_libvmaf() { false; }; ";

    private void assertRefused(Said said, String... words) throws IOException {
        assertThat(said.exitCode()).isEqualTo(3);
        assertThat(said.err().lines().filter(line -> line.startsWith("vmaf-fleet: ")))
                .singleElement()
                .asString()
                .contains(words)
                .contains("--libvmaf");
        Path cache = folder.resolve("cache/vmaf-fleet/libvmaf/3.2.0");
        if (Files.exists(cache)) {
            try (Stream<Path> left = Files.list(cache)) {
                assertThat(left).as("what a failed fetch leaves").isEmpty();
            }
        }
    }

    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        executable(home.resolve("bin/javac"), "exit 1");
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private void program(String name, String script) throws IOException {
        executable(folder.resolve("programs").resolve(name), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    private record Said(int exitCode, String out, String err) {}

    private Said bash(String commands) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash", "-c", "set -euo pipefail; source '" + LIBRARY + "'; " + commands)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        builder.environment().merge("PATH", folder.resolve("programs").toString(), (path, first) -> first + ":" + path);
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("VMAF_FLEET_LIBVMAF");
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Said(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
