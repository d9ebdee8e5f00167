package io.vmaffleet.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A minute of chaos, of another seed each time; `deploy/bin/chaos` is the long version.
class ChaosIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @Test
    void whateverDiesMeanwhileTheTableHasTheSameBytesAndOnlyPoisonIsGivenUp() throws Exception {
        // the seed is in the first line of the output
        ChaosOptions options =
                new ChaosOptions(System.nanoTime() & 0xffff, 1, 36, 1, 3, false, false, Optional.empty());

        ChaosReport report = new Chaos(options, folder, System.out).run();

        System.out.print(report.text());
        assertThat(report.injected()).isPositive();
    }
}
