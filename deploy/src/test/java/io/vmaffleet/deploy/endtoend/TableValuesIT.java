package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.deploy.demo.DemoCorpus;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.extract.libvmaf.PlainC;
import io.vmaffleet.worker.testing.RealClips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole tables, as pandas reads them, against every extractor really run on every frame in plain C.
class TableValuesIT {
    @TempDir
    private Path folder;

    @Test
    void theTableOfClipsOfEveryKindHasTheValuesOfPlainC() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        StringBuilder scores = new StringBuilder("video_name,video_score\n");
        for (Map.Entry<String, ClipSpec> clip : RealClips.specs().entrySet()) {
            ClipEncoder.encode(clip.getValue(), clips.resolve(clip.getKey()));
            scores.append(clip.getKey()).append(",3.25\n");
        }
        Path scoresFile = Files.writeString(folder.resolve("scores.csv"), scores);

        Map<String, ObjectNode> table = extract(clips, scoresFile, 0);

        assertThat(table.keySet()).containsExactlyElementsOf(RealClips.specs().keySet());
        assertThat(table.values())
                .allSatisfy(row -> assertThat(row.path("mos").asDouble()).isEqualTo(3.25));
        assertThatValuesArePlainC(table, clips);
    }

    @Test
    void theTableOfTheDemoHasTheValuesOfPlainC() throws Exception {
        DemoCorpus corpus = DemoCorpus.make(folder.resolve("corpus"));

        // one of its clips is broken
        Map<String, ObjectNode> table = extract(corpus.clips(), corpus.scores(), 1);

        assertThat(table).hasSize(10);
        // in plain C the larger ones of the same kinds take minutes
        table.keySet().removeIf(clip -> clip.startsWith("beach_") || clip.startsWith("sport_"));
        assertThat(table).hasSize(6);
        assertThatValuesArePlainC(table, corpus.clips());
    }

    @Test
    void aTableOfAnotherRecipeHasItsColumnsAndTheValuesOfPlainC() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        ClipEncoder.encode(ClipSpec.of(320, 240, 12).build(), clips.resolve("a.mp4"));
        ClipEncoder.encode(ClipSpec.of(560, 320, 9).pqHdr().build(), clips.resolve("b.mp4"));
        Path scores = Files.writeString(folder.resolve("scores.csv"), "video_name,video_score\na.mp4,3\nb.mp4,4\n");

        Map<String, ObjectNode> table =
                extract(clips, scores, 0, "--recipe", "k150k-26", "--stats", "mean,p10,p90,std");

        assertThat(table).hasSize(2);
        for (Map.Entry<String, ObjectNode> row : table.entrySet()) {
            Map<Feature, FeatureStats> expected = PlainC.measure(clips.resolve(row.getKey()), Recipe.K150K_26);
            assertThat(expected).hasSize(26);
            assertThat(row.getValue().path("teacher_model").asText()).isEqualTo("vmaf_v1.0.16_3d0h");
            assertThat(row.getValue().size()).isEqualTo(8 + 26 * 4);
            PlainC.assertSame(row.getKey(), expected, feature -> Pandas.stats(row.getValue(), feature));
            expected.forEach((feature, stats) -> {
                if (feature.variesWhenIdentical()) {
                    for (Statistic percentile : List.of(Statistic.P10, Statistic.P90)) {
                        String column = new FeatureColumn(feature, percentile).name();
                        assertThat(row.getValue().path(column).asDouble(Double.NaN))
                                .as(column + " of " + row.getKey())
                                .isCloseTo(stats.of(percentile), within(1e-9));
                    }
                }
            });
        }
    }

    @Test
    void aRecipeOfFewFeaturesComputesOnlyThoseAndMeasuresSmallerClips() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        ClipEncoder.encode(ClipSpec.of(128, 96, 8).build(), clips.resolve("small.mp4"));
        Path scores = Files.writeString(folder.resolve("scores.csv"), "video_name,video_score\nsmall.mp4,3\n");

        Map<String, ObjectNode> table =
                extract(clips, scores, 0, "--features", "motion2,vmaf,psnr_y", "--stats", "mean");

        ObjectNode row = table.get("small.mp4");
        assertThat(row).isNotNull();
        List<String> columns = new ArrayList<>();
        row.fieldNames().forEachRemaining(columns::add);
        assertThat(columns.subList(7, columns.size())).containsExactly("motion2_mean", "vmaf_mean", "psnr_y_mean");
        assertThat(row.path("psnr_y_mean").asDouble()).isEqualTo(60);
        assertThat(row.path("vmaf_mean").asDouble()).isBetween(90.0, 100.0);

        Path first = folder.resolve("table.parquet");
        Path second = folder.resolve("again.parquet");
        try (VmafFleetProcess again = VmafFleetProcess.start(
                folder, VmafFleetProcess.run(clips, scores, second, "--recipe-from", first.toString()))) {
            assertThat(again.end()).as(again.said()).isZero();
        }
        assertThat(second).hasSameBinaryContentAs(first);
    }

    private Map<String, ObjectNode> extract(Path clips, Path scores, int exitCode, String... more) throws Exception {
        Path output = folder.resolve("table.parquet");
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, VmafFleetProcess.run(clips, scores, output, more))) {
            assertThat(run.end()).as(run.said()).isEqualTo(exitCode);
        }
        return Pandas.rows(output);
    }

    private static void assertThatValuesArePlainC(Map<String, ObjectNode> table, Path clips) {
        table.entrySet().parallelStream().forEach(entry -> {
            String clip = entry.getKey();
            try {
                PlainC.assertSame(
                        clip, PlainC.measure(clips.resolve(clip)), feature -> Pandas.stats(entry.getValue(), feature));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
