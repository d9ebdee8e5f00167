package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.LinearModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables of recipes that are put together on the command line, from real clips.
class RecipesIT {
    @TempDir
    private Path folder;

    private Path clips;
    private Path scores;
    private Path output;

    @BeforeEach
    void twoClips() throws IOException {
        clips = Files.createDirectory(folder.resolve("clips"));
        ClipMaker maker = new ClipMaker(clips);
        maker.make("a.mp4", ClipSpec.of(400, 320, 6).build());
        maker.make("b.mp4", ClipSpec.of(320, 400, 6).build());
        scores = Files.writeString(folder.resolve("scores.csv"), "video_name,video_score\na.mp4,3.5\nb.mp4,2\n");
        output = folder.resolve("x.parquet");
    }

    /// A model of one's own beside one that is built in, and an extractor that is told something.
    @Test
    void aFilesModelHasItsColumnsAndGoesWithTheRecipe() throws Exception {
        Path teacher = LinearModel.write(folder.resolve("teacher.json"), 50);

        said(0, run("--model", "vmaf_v0.6.1," + teacher, "--extractor", "cambi=window_size=63"));

        Map<String, ObjectNode> rows = Pandas.rows(output);
        assertThat(rows).containsOnlyKeys("a.mp4", "b.mp4");
        for (ObjectNode row : rows.values()) {
            double expected = 50 * row.path("adm2_mean").asDouble()
                    + row.path("motion2_mean").asDouble()
                    + 3;
            assertThat(row.path("vmaf_teacher_mean").asDouble()).isCloseTo(expected, within(1e-6));
            assertThat(row.path("vmaf_mean").asDouble()).isBetween(90.0, 100.0);
        }
        Recipe recipe = TableFile.recipe(output).orElseThrow();
        assertThat(recipe.models()).hasSize(2);

        // no other model under the same name, and none that a later start cannot find
        LinearModel.write(teacher, 51);
        assertThat(said(2, run("--model", "vmaf_v0.6.1," + teacher, "--extractor", "cambi=window_size=63")))
                .contains("teacher");
        assertThat(said(
                        5,
                        "run",
                        "--clips-dir",
                        clips.toString(),
                        "--scores",
                        scores.toString(),
                        "--out",
                        folder.resolve("y.parquet").toString(),
                        "--recipe-from",
                        output.toString()))
                .contains("no file with the model teacher", "--model-file");
        LinearModel.write(teacher, 50);
        said(0, "resume", folder.resolve("y.parquet").toString(), "--model-file", teacher.toString());
        assertThat(folder.resolve("y.parquet")).hasSameBinaryContentAs(output);
        assertThat(said(2, "verify", output.toString(), "--sample", "1"))
                .contains("measured by the model file teacher", "--sample 1 --model-file FILE");
        said(0, "verify", output.toString(), "--sample", "1", "--model-file", teacher.toString());
        assertThat(said(
                        0,
                        "smoke",
                        "--clips-dir",
                        clips.toString(),
                        "--scores",
                        scores.toString(),
                        "--model",
                        "vmaf_v0.6.1," + teacher,
                        "--clips",
                        "1"))
                .contains("ok   every measured column has a value");
    }

    @Test
    void nearConstantsAreSaidAndTheirErrorIsMeasured() throws Exception {
        assertThat(said(0, run("--recipe", "informative"))).contains("adm and vif taken for one", "--sample 20");

        Map<String, ObjectNode> rows = Pandas.rows(output);
        assertThat(rows.get("a.mp4").has("adm2_mean")).isFalse();
        assertThat(rows.get("a.mp4").path("teacher_model").asText()).isEqualTo("vmaf_v0.6.1");
        ObjectNode verified = Json.readObject(said(0, "verify", output.toString(), "--sample", "2", "--json")
                .lines()
                .findFirst()
                .orElseThrow());
        assertThat(verified.at("/sample/vmaf_error/clips").asInt()).isEqualTo(2);
        assertThat(verified.at("/sample/vmaf_error/largest").asDouble())
                .isPositive()
                .isLessThan(0.05);
        assertThat(said(0, "verify", output.toString(), "--sample", "2"))
                .containsPattern("vmaf: +with adm and vif taken for one, at most [0-9.e-]+ off the full computation");
    }

    private String[] run(String... more) {
        return VmafFleetProcess.run(clips, scores, output, more);
    }

    private String said(int exitCode, String... arguments) throws Exception {
        try (VmafFleetProcess process =
                VmafFleetProcess.start(folder, Stream.of(arguments).toArray(String[]::new))) {
            assertThat(process.end()).as(process.said()).isEqualTo(exitCode);
            return process.said();
        }
    }
}
