package io.vmaffleet.coordinator.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.FaultyLayer;
import io.vmaffleet.coordinator.ledger.FaultyLayer.Fault;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.FrameCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FramesDatasetTest {
    private static final EngineFingerprint ENGINE = new EngineFingerprint("00000000000000e1");

    @TempDir
    private Path folder;

    private Path dataset;
    private Plan plan;

    @BeforeEach
    void corpus() throws IOException {
        dataset = folder.resolve("frames");
        plan = Plan.of(new CorpusFolder(Files.createDirectory(folder.resolve("corpus")))
                .clip("a.mp4")
                .clip("b.mp4")
                .clip("c.mp4")
                .scores("video_name,video_score", "a.mp4,1")
                .read());
    }

    @Test
    void whatIsWrittenReadsBackClipByClip() throws IOException {
        write(Recipe.K150K, 2_000_000, TableFiles.onDisk());

        Map<String, List<String>> read = new LinkedHashMap<>();
        FramesDataset.readScores(dataset, Recipe.K150K, read::put);

        assertThat(read.keySet()).containsExactly("a.mp4", "c.mp4");
        read.forEach((clip, parts) -> assertThat(parts).isEqualTo(scores(new ClipName(clip), Recipe.K150K)));
        assertThat(TableFile.columns(dataset.resolve("part-00000.parquet")))
                .startsWith("clip_name", "frame", "adm2")
                .hasSize(2 + 25);
        assertThat(FramesDataset.columnsFault(dataset, Recipe.K150K)).isEmpty();
        assertThat(FramesDataset.columnsFault(dataset, Recipe.K150K_26).orElseThrow())
                .contains("part-00000.parquet", "adm3");
        assertThat(TableFile.keyValues(dataset.resolve("part-00000.parquet")))
                .containsEntry("vmaffleet.engine", ENGINE.value())
                .containsEntry("vmaffleet.recipe_digest", Recipe.K150K.digest());
    }

    @Test
    void itSaysHowFarFastMetricsMayBeOff() throws IOException {
        Recipe fast = Recipe.K150K.withPairing(Pairing.REFERENCE).withMetrics(Metrics.FAST);
        write(fast, 2_000_000, TableFiles.onDisk());

        assertThat(TableFile.keyValues(dataset.resolve("part-00000.parquet")))
                .containsEntry("vmaffleet.recipe_digest", fast.digest())
                .hasEntrySatisfying(
                        "vmaffleet.metrics", bounds -> assertThat(bounds).contains("\"psnr_hvs\":0.0"));
    }

    @Test
    void framesAreNumberedAsInTheClip() throws IOException {
        write(Recipe.K150K.withSubsample(3), 2_000_000, TableFiles.onDisk());

        List<String> frames = new ArrayList<>();
        FramesDataset.readFrames(dataset, (clip, frame) -> frames.add(clip + " " + frame));

        assertThat(frames).hasSize(2 * 5).startsWith("a.mp4 0", "a.mp4 3", "a.mp4 6", "a.mp4 9", "a.mp4 12");
    }

    @Test
    void aFileEndsWithTheClipThatFillsIt() throws IOException {
        write(Recipe.K150K, 4, TableFiles.onDisk());

        assertThat(FramesDataset.parts(dataset))
                .extracting(part -> String.valueOf(part.getFileName()))
                .containsExactly("part-00000.parquet", "part-00001.parquet");
        Map<String, List<String>> read = new LinkedHashMap<>();
        FramesDataset.readScores(dataset, Recipe.K150K, read::put);
        assertThat(read.keySet()).containsExactly("a.mp4", "c.mp4");
    }

    @Test
    void noClipAtAllIsADatasetWithItsColumns() throws IOException {
        FramesDatasetWriter writer = new FramesDatasetWriter(TableFiles.onDisk());
        Path prepared = writer.prepare(dataset, plan, Recipe.K150K, Optional.empty(), clip -> List.of());
        writer.putInPlace(prepared, dataset);

        assertThat(FramesDataset.columnsFault(dataset, Recipe.K150K)).isEmpty();
        assertThat(FramesDataset.parts(dataset)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverStepFailsTheDatasetIsWholeOrThatOfBeforeOrNotThere(Fault fault) throws IOException {
        write(Recipe.K150K, 4, TableFiles.onDisk());
        byte[] expected = bytes();
        boolean struck = true;
        for (int step = 1; struck; step++) {
            FaultyLayer layer = new FaultyLayer(step, fault, step);
            try {
                write(Recipe.K150K, 4, layer.tableFiles());
            } catch (IOException e) {
                assertThat(layer.struck())
                        .as("%s at step %s: %s", fault, step, e)
                        .isTrue();
            }
            struck = layer.struck();
            if (Files.exists(dataset)) {
                assertThat(bytes()).as("%s at step %s", fault, step).isEqualTo(expected);
            }

            write(Recipe.K150K, 4, TableFiles.onDisk());
            assertThat(bytes()).as("%s at step %s", fault, step).isEqualTo(expected);
            try (Stream<Path> left = Files.list(folder)) {
                assertThat(left).as("%s at step %s", fault, step).hasSize(2);
            }
        }
    }

    @Test
    void scoresOfAnotherRecipeAreNotWritten() throws IOException {
        FramesDatasetWriter writer = new FramesDatasetWriter(TableFiles.onDisk());

        assertThatThrownBy(() -> writer.prepare(
                        dataset, plan, Recipe.K150K, Optional.empty(), clip -> scores(clip, Recipe.K150K_26)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("a.mp4", "26 columns");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).hasSize(1);
        }
    }

    private void write(Recipe recipe, long fileRows, TableFiles files) throws IOException {
        FramesDatasetWriter writer = new FramesDatasetWriter(files, fileRows);
        Path prepared = writer.prepare(
                dataset,
                plan,
                recipe,
                Optional.of(ENGINE),
                clip -> clip.value().equals("b.mp4") ? List.of() : scores(clip, recipe));
        writer.putInPlace(prepared, dataset);
    }

    private byte[] bytes() throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path part : FramesDataset.parts(dataset)) {
            all.append(new String(Files.readAllBytes(part), java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        return all.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /// Five frames, one of them without a value.
    private static List<String> scores(ClipName clip, Recipe recipe) {
        List<IntToDoubleFunction> columns = new ArrayList<>();
        for (int column = 0; column < recipe.scores().size(); column++) {
            double first = column * 1e-3 + clip.value().charAt(0);
            columns.add(frame -> frame == 2 ? Double.NaN : first / (frame + 1));
        }
        return FrameCodec.encode(5, columns);
    }
}
