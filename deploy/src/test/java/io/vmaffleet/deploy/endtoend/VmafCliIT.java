package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.StandInVmaf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that measure by a stand-in for the `vmaf` command.
class VmafCliIT {
    private final Path folder;
    private final Path clips;
    private final Path output;
    private final StandInVmaf vmaf;

    VmafCliIT(@TempDir Path folder) throws Exception {
        this.folder = folder;
        this.clips = Files.createDirectory(folder.resolve("clips"));
        this.output = folder.resolve("table.parquet");
        this.vmaf = new StandInVmaf(folder.resolve("command"));
        ClipEncoder.encode(ClipSpec.of(320, 240, 6).build(), clips.resolve("a.mp4"));
    }

    @Test
    void aTableIsMeasuredByCudaAndCpuTogetherAndNoOtherEngineAddsToIt() throws Exception {
        vmaf.likeTheFork();
        run(0, "--engine", "vmaf-cli", "--vmaf-bin", vmaf.program().toString(), "--vmaf-backend", "cuda");

        Map<String, ObjectNode> table = Pandas.rows(output);
        assertThat(table).containsOnlyKeys("a.mp4");
        assertThat(table.get("a.mp4").path("cambi_mean").asDouble()).isEqualTo(0.25);
        assertThat(table.get("a.mp4").path("vmaf_mean").asDouble()).isEqualTo(97.4);
        assertThat(vmaf.takeLines())
                .anySatisfy(line -> assertThat(line)
                        .contains("--width 320 --height 240")
                        .contains("adm_cuda")
                        .doesNotContain("cambi"))
                .anySatisfy(line -> assertThat(line)
                        .contains("--width 320 --height 240")
                        .contains("cambi")
                        .doesNotContain("cuda"));

        ClipEncoder.encode(ClipSpec.of(320, 240, 7).build(), clips.resolve("b.mp4"));
        String refused = run(3, "--extend");

        assertThat(refused).contains("bound to engine").contains("--engine");
        assertThat(Pandas.rows(output)).containsOnlyKeys("a.mp4");
    }

    @Test
    void aClipOfWhichTheCommandDropsAFrameHasNoRowAndTheOtherOneHas() throws Exception {
        ClipEncoder.encode(ClipSpec.of(320, 256, 6).build(), clips.resolve("b.mp4"));
        vmaf.doing("drops at 256");

        run(1, "--engine", "vmaf-cli", "--vmaf-bin", vmaf.program().toString());

        assertThat(Pandas.rows(output)).containsOnlyKeys("a.mp4");
        assertThat(folder.resolve("table.failed.jsonl"))
                .content()
                .contains("b.mp4")
                .contains("INTERNAL")
                .contains("of 6 frames, 6 must have scores, and the vmaf command has scores of 5");
    }

    private String run(int exitCode, String... more) throws Exception {
        StringBuilder scores = new StringBuilder("video_name,video_score\n");
        try (var names = Files.list(clips)) {
            names.sorted().forEach(clip -> scores.append(clip.getFileName()).append(",3\n"));
        }
        Path file = Files.writeString(folder.resolve("scores.csv"), scores);
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, VmafFleetProcess.run(clips, file, output, more))) {
            assertThat(run.end()).as(run.said()).isEqualTo(exitCode);
            return run.said();
        }
    }
}
