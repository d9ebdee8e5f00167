package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.FastMetric;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.extract.libvmaf.DirectPair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A corpus with references, from the command to the table.
class ReferencePairsIT {
    /// What CHUG's trainer takes beside its six features by four statistics.
    private static final List<String> ABOUT_CLIPS = List.of(
            "chug_bitrate_label",
            "chug_orientation",
            "chug_ref",
            "width",
            "height",
            "feature_width",
            "feature_height",
            "duration_s",
            "n_feature_frames",
            "feature_bitdepth");

    @TempDir
    Path folder;

    private VmafFleetProcess run(ChugCorpus corpus, Path output, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "run",
                "--clips-dir",
                corpus.clips().toString(),
                "--metadata-jsonl",
                corpus.sidecar().toString(),
                "--out",
                output.toString(),
                "--workers",
                "2"));
        arguments.addAll(List.of(more));
        return VmafFleetProcess.start(folder, arguments.toArray(String[]::new));
    }

    private Path extract(ChugCorpus corpus, String... more) throws Exception {
        Path output = folder.resolve("chug.parquet");
        try (VmafFleetProcess run = run(corpus, output, more)) {
            // what has no reference is left out, which is no failure
            assertThat(run.end()).as(run.said()).isEqualTo(0);
            assertThat(run.said())
                    .contains(
                            "12 clips are compared with their references; 4 files are references without a row",
                            "REFERENCE_MISSING: alone.mp4",
                            "REFERENCE_AMBIGUOUS: twice.mp4");
        }
        return output;
    }

    @Test
    void aCorpusInChugsFormHasTheValuesOfADirectMeasurement() throws Exception {
        ChugCorpus corpus = ChugCorpus.make(folder);

        Path output = extract(corpus, "--recipe", "chug-full");

        fastMetricsAndLibvmafsAreNotMixed(corpus, output);
        Map<String, ObjectNode> table = Pandas.rows(output);
        assertThat(table.keySet())
                .containsExactlyInAnyOrderElementsOf(corpus.references().keySet());
        table.entrySet().parallelStream().forEach(entry -> {
            String clip = entry.getKey();
            ObjectNode row = entry.getValue();
            boolean lostOne = clip.contains("720p_2M") && clip.startsWith("beach");
            assertThat(row.path("n_feature_frames").asInt()).isEqualTo(ChugCorpus.FRAMES - (lostOne ? 1 : 0));
            assertThat(row.path("n_reference_frames").asInt()).isEqualTo(ChugCorpus.FRAMES);
            assertValues(corpus, clip, row, lostOne ? "not(eq(n\\,1))" : "1");
        });
        ObjectNode portrait = table.get("dance_360p_0.2M_.mp4");
        assertThat(portrait).isNotNull();
        assertThat(portrait.path("feature_width").asInt()).isEqualTo(1080);
        assertThat(portrait.path("feature_height").asInt()).isEqualTo(1920);
        assertThat(portrait.path("feature_ref_transfer_class").asText()).isEqualTo("hlg");
        assertThat(portrait.path("chug_reference_video_id").asText()).isEqualTo("id-dance_ref.mp4");
        assertThat(portrait.path("feature_ref_fps").asDouble()).isEqualTo(60_000 / 1001.0);
        assertThat(portrait.path("mos").asDouble()).isEqualTo(3);
        double sharper = portrait.path("feature_dis_sharpness_laplacian_var").asDouble()
                - portrait.path("feature_ref_sharpness_laplacian_var").asDouble();
        assertThat(portrait.path("feature_delta_sharpness_laplacian_var").asDouble())
                .isEqualTo(sharper)
                .isNegative();
        ObjectNode eightBits = table.get("beach_1080p_0.5M_.mp4");
        assertThat(eightBits).isNotNull();
        assertThat(eightBits.path("feature_dis_pix_fmt").asText()).isEqualTo("yuv420p");
        assertThat(eightBits.path("feature_bitdepth").asInt()).isEqualTo(10);
        theTrainerFindsAllItsColumns(table);
        theManifestIsTheScripts(output);
        theRunIsProved(output);
        shardsHoldTheTable(output, table);
        theMergingScriptTakesTheExport(output, table);
    }

    /// Pairs are measured by fast metrics where nobody says otherwise.
    private void fastMetricsAndLibvmafsAreNotMixed(ChugCorpus corpus, Path output) throws Exception {
        try (VmafFleetProcess again = run(corpus, output, "--recipe", "chug-full", "--metrics", "libvmaf")) {
            assertThat(again.end()).as(again.said()).isEqualTo(2);
            assertThat(again.said()).contains("begun with another recipe (chug-full: --metrics fast)");
        }
        try (VmafFleetProcess verify = VmafFleetProcess.start(folder, "verify", output.toString())) {
            assertThat(verify.end()).as(verify.said()).isZero();
            assertThat(verify.said()).contains("recipe chug-full vmaf_v0.6.1, fast metrics, engine ");
        }
    }

    /// What the smoke test of the script's users asserts.
    private static void theManifestIsTheScripts(Path output) throws IOException {
        ObjectNode manifest = Json.readObject(Files.readString(output.resolveSibling("chug.manifest.json")));
        assertThat(manifest.path("schema").asText()).isEqualTo("k150k-feature-extraction-manifest-v1");
        assertThat(manifest.path("status").asText()).isEqualTo("complete");
        assertThat(manifest.path("teacher_model").asText()).isEqualTo("vmaf_v0.6.1");
        assertThat(manifest.path("stats").path("ok").asInt()).isEqualTo(12);
        assertThat(manifest.path("backend").path("parts").size()).isPositive();
    }

    private void shardsHoldTheTable(Path output, Map<String, ObjectNode> table) throws Exception {
        Path folder = output.resolveSibling("shards");
        try (VmafFleetProcess export = VmafFleetProcess.start(
                folder.getParent(), "export", output.toString(), "--jsonl-shards", "2", "--out", folder.toString())) {
            assertThat(export.end()).as(export.said()).isZero();
            assertThat(export.said())
                    .contains("12 rows in 2 shards of " + folder)
                    .doesNotContain("CHUG's trainer");
        }
        Map<String, ObjectNode> rows = Pandas.shards(folder);
        Map<String, Set<String>> shardsOfContents = new HashMap<>();
        rows.forEach((clip, row) -> {
            shardsOfContents
                    .computeIfAbsent(row.path("chug_content_name").asText(), content -> new HashSet<>())
                    .add(row.remove("shard").asText());
            assertThat(row.path("feature_names").isArray()).isTrue();
            row.put("feature_names", String.join(",", texts(row.path("feature_names"))));
        });
        assertThat(shardsOfContents.values())
                .allSatisfy(shards -> assertThat(shards).hasSize(1));
        theTrainerFindsAllItsColumns(rows);
        assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(table.keySet());
        rows.forEach((clip, row) -> {
            ObjectNode expected = table.get(clip);
            assertThat(expected).isNotNull();
            assertThat(row.fieldNames()).toIterable().containsExactlyElementsOf(expected::fieldNames);
            row.fieldNames()
                    .forEachRemaining(column -> assertThat(row.path(column).asText())
                            .as(column + " of " + clip)
                            .isEqualTo(expected.path(column).asText()));
        });
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private void theMergingScriptTakesTheExport(Path output, Map<String, ObjectNode> table) throws Exception {
        try (VmafFleetProcess export =
                VmafFleetProcess.start(output.getParent(), "export", output.toString(), "--for", "combine")) {
            assertThat(export.end()).as(export.said()).isZero();
        }
        Map<String, ObjectNode> rows = Pandas.rows(output.resolveSibling("chug.combine.parquet"));
        assertThat(rows.keySet()).containsExactlyElementsOf(table.keySet());
        rows.forEach((clip, row) -> {
            ObjectNode expected = table.get(clip);
            assertThat(expected).isNotNull();
            assertThat(row.path("source").asText())
                    .isEqualTo(expected.path("chug_content_name").asText());
            assertThat(row.path("teacher_model").asText()).isEqualTo("vmaf_v0.6.1");
            for (String column : List.of("mos", "split", "chug_split_key")) {
                assertThat(row.path(column)).as(column).isEqualTo(expected.path(column));
            }
            for (Feature feature : Recipe.CHUG_FULL.features()) {
                assertThat(row.path(feature.column()))
                        .as(feature.column() + " of " + clip)
                        .isEqualTo(expected.path(feature.column() + "_mean"));
            }
        });
    }

    /// A feature that is missing, null or infinite becomes 0.0 in the trainer, in silence.
    private static void theTrainerFindsAllItsColumns(Map<String, ObjectNode> table) {
        Map<String, Integer> lacking = new HashMap<>();
        table.values().forEach(row -> {
            for (String column : ABOUT_CLIPS) {
                if (row.path(column).isMissingNode() || row.path(column).isNull()) {
                    lacking.merge(column, 1, Integer::sum);
                }
            }
            for (Feature feature : Recipe.CHUG_CANONICAL.features()) {
                for (String suffix : List.of("", "_mean", "_p10", "_p90", "_std")) {
                    if (!row.path(feature.column() + suffix).isNumber()) {
                        lacking.merge(feature.column() + suffix, 1, Integer::sum);
                    }
                }
                assertThat(row.path(feature.column()).asDouble())
                        .isEqualTo(row.path(feature.column() + "_mean").asDouble());
            }
        });
        assertThat(lacking).isEmpty();
    }

    private void assertValues(ChugCorpus corpus, String clip, ObjectNode row, String referenceFrames) {
        PictureFormat pictures = new PictureFormat(
                row.path("feature_width").asInt(), row.path("feature_height").asInt(), 10);
        try {
            String reference = corpus.references().getOrDefault(clip, "");
            assertThat(row.path("feature_ref_src").asText()).isEqualTo(reference);
            Map<Feature, FeatureStats> expected = new DirectPair(folder, pictures, Recipe.CHUG_FULL, false)
                    .measure(corpus.clips().resolve(reference), corpus.clips().resolve(clip), referenceFrames);
            expected.forEach((feature, stats) -> {
                double bound =
                        1e-9 + FastMetric.of(feature).map(FastMetric::bound).orElse(0.0);
                for (Statistic statistic : Statistic.values()) {
                    String column = new FeatureColumn(feature, statistic).name();
                    double value = row.path(column).asDouble(Double.NaN);
                    if (Double.isNaN(stats.of(statistic))) {
                        assertThat(value).as(column + " of " + clip).isNaN();
                    } else {
                        assertThat(value).as(column + " of " + clip).isCloseTo(stats.of(statistic), within(bound));
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void theRunIsProved(Path output) throws Exception {
        try (VmafFleetProcess verify =
                VmafFleetProcess.start(folder, "verify", output.toString(), "--sample", "1", "--json")) {
            assertThat(verify.end()).as(verify.said()).isZero();
            ObjectNode proof = Json.readObject(verify.said().lines().findFirst().orElseThrow());
            assertThat(proof.path("clips").path("left_out").asInt()).isEqualTo(2);
            assertThat(proof.path("clips").path("rows").asInt()).isEqualTo(12);
        }
    }

    /// Three names for the reference itself: each row is right by itself, and all together say nothing.
    @Test
    void copiesOfTheReferenceAreAnAlarmWhileTheRunGoesOn() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        Path reference = ClipEncoder.encode(ClipSpec.of(320, 240, 4).build(), clips.resolve("ref.mp4"));
        StringBuilder scores = new StringBuilder("video_name,video_score\n");
        StringBuilder pairs = new StringBuilder("video_name,reference_name\n");
        for (String name : List.of("a.mp4", "b.mp4", "c.mp4")) {
            Files.copy(reference, clips.resolve(name));
            scores.append(name).append(",3\n");
            pairs.append(name).append(",ref.mp4\n");
        }
        Path scoresFile = Files.writeString(folder.resolve("scores.csv"), scores);
        Path pairsFile = Files.writeString(folder.resolve("pairs.csv"), pairs);
        Path output = folder.resolve("table.parquet");

        try (VmafFleetProcess run = VmafFleetProcess.start(
                folder, VmafFleetProcess.run(clips, scoresFile, output, "--pairs", pairsFile.toString()))) {
            assertThat(run.end()).as(run.said()).isZero();
            assertThat(run.said())
                    .contains("equals its reference (adm2 of 1, or psnr_y at its cap")
                    .contains("all rungs of 1 content have nearly the same vmaf (a.mp4, b.mp4, c.mp4)");
        }
    }

    @Test
    void thePairsOfAFileAreExtractedIntoATableOfClips() throws Exception {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        for (String name : List.of("a.mp4", "b.mp4", "c.mp4")) {
            ClipEncoder.encode(ClipSpec.of(320, 240, 5).seed(name.charAt(0)).build(), clips.resolve(name));
        }
        Path scores = Files.writeString(folder.resolve("scores.csv"), "video_name,video_score\na.mp4,3\nc.mp4,4\n");
        Path pairs =
                Files.writeString(folder.resolve("pairs.csv"), "video_name,reference_name\na.mp4,b.mp4\nb.mp4,b.mp4\n");
        Path output = folder.resolve("table.parquet");

        try (VmafFleetProcess run = VmafFleetProcess.start(
                folder, VmafFleetProcess.run(clips, scores, output, "--pairs", pairs.toString()))) {
            assertThat(run.end()).as(run.said()).isZero();
        }

        Map<String, ObjectNode> table = Pandas.rows(output);
        assertThat(table.keySet()).containsExactly("a.mp4", "b.mp4");
        ObjectNode row = table.get("a.mp4");
        assertThat(row).isNotNull();
        assertThat(row.path("feature_ref_src").asText()).isEqualTo("b.mp4");
        assertThat(row.path("vmaf_mean").asDouble()).isBetween(1.0, 97.0);
        ObjectNode identity = table.get("b.mp4");
        assertThat(identity).isNotNull();
        assertThat(identity.path("psnr_y_mean").asDouble()).isEqualTo(60);
    }
}
