package io.vmaffleet.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void anEngineThatIsNotKnownIsRefused() {
        refused("vmaf-cli", "--engine", "vmaf");
    }

    @Test
    void aCommandThatCannotBeExecutedIsRefused() {
        refused("is no file that can be executed", "--engine", "vmaf-cli", "--vmaf-bin", folder.toString());
    }

    @Test
    void aBackendIsOneOfTwoAndOfACommand() {
        refused("give cpu or cuda", "--engine", "vmaf-cli", "--vmaf-bin", "/bin/sh", "--vmaf-backend", "sycl");
        refused("--engine vmaf-cli only", "--vmaf-backend", "cuda");
    }

    @Test
    void aCommandHasALibraryOfItsOwn() {
        refused("--libvmaf is not for", "--engine", "vmaf-cli", "--libvmaf", "/bin/sh");
    }

    @Test
    void theDoctorSaysWhyAProgramIsNoVmafCommand() {
        Spoken spoken = Spoken.run("doctor", "--engine", "vmaf-cli", "--vmaf-bin", "/bin/true");

        assertThat(spoken.exitCode()).isEqualTo(3);
        assertThat(spoken.out()).contains("BAD  vmaf").contains("/bin/true is no vmaf command");
    }

    @Test
    void theDoctorSaysThatACommandIsMissingBesideAllElse() {
        assumeThat(EngineOptions.onPath()).as("vmaf on the PATH").isEmpty();

        Spoken spoken = Spoken.run("doctor", "--engine", "vmaf-cli");

        assertThat(spoken.exitCode()).isEqualTo(3);
        assertThat(spoken.out()).contains("BAD  vmaf", "there is no vmaf on the PATH", "ok   JDK");
    }

    private void refused(String part, String... options) {
        Spoken spoken = Spoken.run(Stream.concat(
                        Stream.of("worker", "--redis", "redis://localhost:1", "--root", folder.toString()),
                        Arrays.stream(options))
                .toArray(String[]::new));

        assertThat(spoken.exitCode()).as(spoken.err()).isEqualTo(2);
        assertThat(spoken.err()).contains(part);
    }
}
