package io.vmaffleet.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ResidentSetTest {
    private static final int EATEN = 64 << 20;

    /// Holds [#EATEN] bytes, gives them back, says so and waits for its standard input to end.
    private static final String EATER = "x=$(head -c " + EATEN + " /dev/zero | tr '\\0' a); x=; echo ready; read -r _";

    @Test
    void thePeakOfAProcessBeginsAnewForEachClip() throws IOException, InterruptedException {
        Process eater = new ProcessBuilder("sh", "-c", EATER).start();
        try (BufferedReader output = eater.inputReader()) {
            assertThat(output.readLine()).isEqualTo("ready");
            assertThat(ResidentSet.peakBytes(eater.pid())).isGreaterThan(EATEN);
            assertThat(ResidentSet.bytes(eater.pid())).isPositive().isLessThan(EATEN / 2);

            ResidentSet.forgetPeak(eater.pid());

            assertThat(ResidentSet.peakBytes(eater.pid())).isPositive().isLessThan(EATEN / 2);
        } finally {
            eater.destroyForcibly().waitFor();
        }
    }

    @Test
    void theMemoryOfWhatAProcessHasStartedIsKnownToo() throws IOException, InterruptedException {
        Process parent = new ProcessBuilder("sh", "-c", "sleep 600 & echo started; read -r _; kill $!").start();
        try (BufferedReader output = parent.inputReader()) {
            assertThat(output.readLine()).isEqualTo("started");

            assertThat(ResidentSet.childrenBytes(parent.pid())).isPositive();
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly().waitFor();
        }
        assertThat(ResidentSet.childrenBytes(parent.pid())).isZero();
    }

    @Test
    void aProcessThatIsGoneHasNoMemory() {
        assertThat(ResidentSet.peakBytes(Long.MAX_VALUE)).isZero();
        assertThat(ResidentSet.bytes(Long.MAX_VALUE)).isZero();
    }
}
