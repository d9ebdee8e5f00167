package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a new user sees first.
class DemoIT {
    @TempDir
    private Path folder;

    @Test
    void theDemoShowsEachClipAndTheWayToItsTable() throws Exception {
        Path output = folder.resolve("demo.parquet");
        try (VmafFleetProcess demo = VmafFleetProcess.start(folder, "demo", "--out", output.toString())) {
            int exitCode = demo.end();
            String said = demo.said();

            assertThat(exitCode).as(said).isEqualTo(1);
            assertThat(said)
                    .contains("status page: http://127.0.0.1:")
                    .contains("12/12")
                    .contains("table:  " + output)
                    .contains("pandas.read_parquet('" + output + "')");
            assertThat(said.lines().filter(line -> line.startsWith("hdr_night.mp4")))
                    .singleElement()
                    .asString()
                    .contains("640x360")
                    .contains("yes");
            assertThat(said.lines().filter(line -> line.startsWith("phone_portrait.mp4")))
                    .singleElement()
                    .asString()
                    .contains("360x640");
            assertThat(said).contains("broken.mp4  no row, TRUNCATED").contains("thumbnail.mp4  no row, TOO_SMALL");
        }
        assertThat(Files.size(output)).isPositive();

        try (VmafFleetProcess again = VmafFleetProcess.start(folder, "status", output.toString())) {
            assertThat(again.end()).isZero();
            assertThat(again.said()).contains("finished").contains("12 clips: 10 done, 0 to do, 1 failed, 1 left out");
        }
    }
}
