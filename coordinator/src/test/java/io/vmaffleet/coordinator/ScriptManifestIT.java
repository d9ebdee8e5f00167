package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.FaultyLayer;
import io.vmaffleet.coordinator.ledger.FaultyLayer.Fault;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `X.manifest.json` as whole runs leave it. That it is there after a crash at any step, `CoordinatorFaultIT` holds.
@Timeout(120)
class ScriptManifestIT {
    @TempDir
    private Path folder;

    private CorpusFolder corpus = new CorpusFolder(Path.of(""));
    private LedgerFiles files = new LedgerFiles(Path.of("X.parquet"));

    @BeforeEach
    void aCorpus() {
        corpus = new CorpusFolder(folder);
        corpus.clip("a.mp4").clip("b.mp4").clip("c.mp4");
        corpus.scores("video_name,video_score", "a.mp4,1", "b.mp4,2", "c.mp4,3", "d.mp4,4");
        files = new LedgerFiles(folder.resolve("X.parquet"));
    }

    private static ClipResult measured(ClipTask task) {
        return new ClipResult.Extracted(Rows.of(task.clip()));
    }

    private void run(boolean extend, Function<ClipTask, ClipResult> script) throws Exception {
        new OneRun(corpus, files.output()).run(extend, Disk.real(), script);
    }

    private ObjectNode manifest() throws IOException {
        return Json.readObject(Files.readString(files.scriptManifest()));
    }

    @Test
    void aRunWhoseClipsAllHaveARowOrAreLeftOutIsComplete() throws Exception {
        run(
                false,
                task -> task.clip().value().equals("b.mp4")
                        ? new ClipResult.Failed(FailureReason.TOO_SMALL, "64x64")
                        : measured(task));

        ObjectNode manifest = manifest();
        assertThat(manifest.path("schema").asText()).isEqualTo("k150k-feature-extraction-manifest-v1");
        assertThat(manifest.path("status").asText()).isEqualTo("complete");
        assertThat(manifest.fieldNames())
                .toIterable()
                .containsExactly(
                        "schema",
                        "status",
                        "stats",
                        "features",
                        "teacher_model",
                        "extractors",
                        "backend",
                        "fr_from_nr_adapter",
                        "run_provenance");
        assertThat(manifest.path("teacher_model").asText()).isEqualTo("vmaf_v0.6.1");
        assertThat(manifest.path("features")).hasSize(25);
        assertThat(manifest.path("extractors").path("cpu").toString())
                .startsWith("[\"adm\",\"vif\",\"motion\",\"psnr\"")
                .endsWith("\"speed_temporal\",\"speed_chroma\"]");
        assertThat(manifest.path("fr_from_nr_adapter").path("enabled").asBoolean())
                .isTrue();
        assertThat(manifest.path("backend").path("engine").asText()).isNotEmpty();
        ObjectNode stats = (ObjectNode) manifest.path("stats");
        assertThat(stats.remove("elapsed_seconds").doubleValue()).isPositive();
        assertThat(stats.remove("rate_clip_per_second").doubleValue()).isPositive();
        assertThat(stats).isEqualTo(Json.readObject("""
                {"total_clips":3,"done_before":0,"pending_at_start":3,"recovered_rows":0,"ok":2,"fail":0,"left_out":1,
                 "parquet_rows":2}"""));
        FileDigest table = FileDigest.of(files.output());
        assertThat(manifest.path("run_provenance").path("outputs").path("parquet"))
                .isEqualTo(Json.object()
                        .put("path", files.output().toString())
                        .put("bytes", (int) table.bytes())
                        .put("sha256", table.sha256()));
    }

    @Test
    void aRunWithFailedClipsIsFailedAndWithoutThemNothingWasToDo() throws Exception {
        run(
                false,
                task -> task.clip().value().equals("b.mp4")
                        ? new ClipResult.Failed(FailureReason.TRUNCATED, "it ends too early")
                        : measured(task));
        assertThat(manifest().path("status").asText()).isEqualTo("failed");
        assertThat(manifest().path("stats").path("fail").asInt()).isEqualTo(1);
        run(false, ScriptManifestIT::measured);
        assertThat(manifest().path("status").asText()).isEqualTo("failed");

        files = new LedgerFiles(folder.resolve("Y.parquet"));
        run(false, ScriptManifestIT::measured);
        assertThat(manifest().path("status").asText()).isEqualTo("complete");
        run(false, ScriptManifestIT::measured);
        assertThat(manifest().path("status").asText()).isEqualTo("complete-noop");
        assertThat(manifest().path("stats").path("done_before").asInt()).isEqualTo(3);
        assertThat(manifest().path("stats").path("ok").asInt()).isZero();
    }

    @Test
    void anExtendedRunCountsWhatWasDoneBefore() throws Exception {
        run(false, ScriptManifestIT::measured);
        corpus.clip("d.mp4");

        run(true, ScriptManifestIT::measured);

        assertThat(manifest().path("status").asText()).isEqualTo("complete");
        assertThat(manifest().path("stats").path("done_before").asInt()).isEqualTo(3);
        assertThat(manifest().path("stats").path("pending_at_start").asInt()).isEqualTo(1);
        assertThat(manifest().path("stats").path("ok").asInt()).isEqualTo(1);
        assertThat(manifest().path("stats").path("parquet_rows").asInt()).isEqualTo(4);
    }

    @Test
    void aCrashBetweenTheTableAndTheManifestIsMendedByTheNextRun() throws Exception {
        boolean between = false;
        for (int step = 1; !between; step++) {
            files = new LedgerFiles(folder.resolve("crash" + step + ".parquet"));
            FaultyLayer layer = new FaultyLayer(step, Fault.KILLED, step);
            try {
                new OneRun(corpus, files.output())
                        .run(false, new Disk(layer, layer.tableFiles()), ScriptManifestIT::measured);
                throw new AssertionError("no step lies between the table and its manifest");
            } catch (IOException e) {
                between = Files.exists(files.output()) && !Files.exists(files.scriptManifest());
            }
        }

        run(false, ScriptManifestIT::measured);

        assertThat(manifest().path("status").asText()).isEqualTo("complete");
        assertThat(manifest().path("stats").path("recovered_rows").asInt()).isEqualTo(3);
        assertThat(manifest().path("stats").path("parquet_rows").asInt()).isEqualTo(3);
    }
}
