package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.corpus.Corpus;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.FeatureTableWriter;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.coordinator.table.TableFooter;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.queue.Delivery;
import io.vmaffleet.queue.WorkerQueue;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.result.AttemptReport;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.WorkerId;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.RowCodec;
import io.vmaffleet.wire.TaskCodec;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.ClipMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `verify` says of runs on real clips, and of a run whose rows disagreed.
class VerifyIT {
    private static final Duration SEEN_WITHIN = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private Path clips;
    private Path output;
    private LedgerFiles files;
    private ClipMaker maker;

    @BeforeEach
    void threeClips() throws IOException {
        clips = Files.createDirectory(folder.resolve("clips"));
        output = folder.resolve("x.parquet");
        files = new LedgerFiles(output);
        maker = new ClipMaker(clips);
        for (String name : List.of("a.mp4", "ü, \"b\".mp4", "c.mp4")) {
            maker.make(name, ClipSpec.of(320, 240, 6).build());
        }
        maker.make("thumbnail.mp4", ClipSpec.of(64, 64, 3).build());
    }

    @Test
    void aFinishedRunIsProvedAndItsClipsMeasureAsBefore() throws Exception {
        extract();

        verified(0, "--sample", "2", "--seed", "7")
                .contains("4: 3 with a row, 0 failed, 1 left out")
                .contains("sha256: " + FileDigest.of(output).sha256())
                .contains("2 measured again with --seed 7, 0 otherwise")
                .contains("proved: ");
        ObjectNode json = Json.readObject(
                verify(0, "--sample", "9", "--json").lines().findFirst().orElseThrow());
        assertThat(json.path("proved").asBoolean()).isTrue();
        assertThat(json.path("findings")).isEmpty();
        assertThat(json.path("sample").path("clips")).hasSize(3);
        assertThat(json.path("clips").path("rows").asInt()).isEqualTo(3);
    }

    @Test
    void aClipThatMeasuresOtherwiseIsNamedWithBothValues() throws Exception {
        extract();
        maker.make("a.mp4", ClipSpec.of(320, 240, 9).build());
        Files.delete(clips.resolve("c.mp4"));

        verified(4, "--sample", "3")
                .contains("a.mp4 measures otherwise now: ")
                .containsPattern("vmaf is mean [0-9.]+, std [0-9.E-]+ in the table and mean [0-9.]+, std [0-9.E-]+ now")
                .contains("c.mp4 has a row and cannot be measured now")
                .contains("1 (c.mp4) with a row went")
                .doesNotContain("proved");
    }

    @Test
    void clipsOfAnotherEngineAreNotMeasuredAgain() throws Exception {
        extract();
        EngineFingerprint other = new EngineFingerprint("00000000000000ff");
        Map<ClipName, FeatureRow> rows = new HashMap<>();
        TableFile.read(output, row -> rows.put(row.clip(), row.row()));
        RunManifest manifest = RunManifest.read(files).orElseThrow();
        new FeatureTableWriter()
                .write(
                        output,
                        Plan.of(Corpus.read(manifest.request())),
                        Recipe.K150K,
                        clip -> Optional.ofNullable(rows.get(clip)),
                        new TableFooter(Optional.of(other), 0, 1, 0));
        ObjectNode json = Json.readObject(Files.readString(files.run()));
        json.put("engine", other.value());
        FileDigest bytes = FileDigest.of(output);
        json.putObject("table").put("bytes", bytes.bytes()).put("sha256", bytes.sha256());
        Files.writeString(files.run(), Json.write(json));

        Path noLibrary = Files.writeString(folder.resolve("libvmaf.so.3"), "text");
        verified(0).contains("proved");
        verified(3, "--sample", "1", "--libvmaf", noLibrary.toString())
                .contains(noLibrary.toString())
                .doesNotContain("resume");
        verified(3, "--sample", "1")
                .contains("was measured by engine " + other)
                .contains("--libvmaf", "verify without --sample")
                .contains("files:  each clip is in the table once")
                .doesNotContain("proved:");
    }

    @Test
    void rowsThatDisagreeEndWithFourAndVerifyNamesBothHosts() throws Exception {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                RedisTaskQueue queue = RedisTaskQueue.connect(redis.uri(), "default");
                VmafFleetProcess run = VmafFleetProcess.start(folder, run("--redis", redis.uri(), "--workers", "0"));
                VmafFleetProcess worker = VmafFleetProcess.start(
                        folder, "worker", "--redis", redis.uri(), "--slots", "1", "--root", clips.toString())) {
            await().atMost(SEEN_WITHIN)
                    .until(() ->
                            RunManifest.read(files).flatMap(RunManifest::engine).isPresent());
            RunManifest manifest = RunManifest.read(files).orElseThrow();
            EngineFingerprint engine = manifest.engine().orElseThrow();
            WorkerId me = new WorkerId("elsewhere:1:0000");

            // one clip is kept, so that the run cannot end before the second row of another is there
            Delivery kept = await().atMost(SEEN_WITHIN)
                    .until(() -> queue.take(engine, me, 1, Duration.ofSeconds(1)), taken -> !taken.isEmpty())
                    .getFirst();
            verified(5).contains("not finished: what is there so far is in order");
            await().atMost(SEEN_WITHIN).until(() -> staged().size() > 0);
            String clip = staged().getFirst();
            ClipTask task = TaskCodec.decode(kept.message());
            AttemptReport second = report(
                    me,
                    "1-1",
                    new ClipTask(
                            task.run(),
                            new ClipName(clip),
                            1,
                            clips.resolve(clip).toString(),
                            Files.size(clips.resolve(clip)),
                            task.recipe(),
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            Optional.empty()),
                    new ClipResult.Extracted(otherRow()),
                    engine);
            assertThat(queue.finish(engine, me, "1-1", ResultCodec.encode(second)))
                    .isEqualTo(WorkerQueue.Finish.DONE);
            await().atMost(SEEN_WITHIN)
                    .until(() -> Files.exists(files.attempts())
                            && Files.readString(files.attempts()).contains("\"disagreed\""));
            verified(4).contains(clip + " was measured twice", "host elsewhere");
            queue.finish(
                    engine,
                    me,
                    kept.entry(),
                    ResultCodec.encode(
                            report(me, kept.entry(), task, new ClipResult.HandedBack("it was only kept"), engine)));

            assertThat(run.end()).as(run.said() + worker.said()).isEqualTo(4);
            assertThat(run.said()).contains(clip + " was measured twice", "elsewhere with engine " + engine);
            assertThat(Pandas.rows(output)).hasSize(3);
            TableFile.read(output, row -> assertThat(row.row().width()).isEqualTo(320));
            verified(4)
                    .contains(clip + " was measured twice and the rows disagree: that of host elsewhere, engine "
                            + engine)
                    .contains("from the row kept, of host ")
                    .contains("3 with a row");
        }
    }

    private static AttemptReport report(
            WorkerId id, String entry, ClipTask task, ClipResult result, EngineFingerprint engine) {
        return new AttemptReport(
                task.run(),
                task.clip(),
                entry,
                task.recipe().digest(),
                task.sizeBytes(),
                result,
                new Provenance("elsewhere", id, engine, 6, 0.5, false, Optional.empty()));
    }

    private FeatureRow otherRow() throws IOException {
        ObjectNode line = Json.readObject(Files.readAllLines(files.staging()).getFirst());
        line.put("width", 322).put("vmaf_mean", 1.0);
        return RowCodec.read(line);
    }

    private List<String> staged() throws IOException {
        if (!Files.exists(files.staging())) {
            return List.of();
        }
        return Files.readAllLines(files.done());
    }

    private void extract() throws Exception {
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run())) {
            assertThat(run.end()).as(run.said()).isZero();
        }
    }

    private AbstractStringAssert<?> verified(int exitCode, String... more) throws Exception {
        return assertThat(verify(exitCode, more));
    }

    private String verify(int exitCode, String... more) throws Exception {
        String[] arguments = Stream.concat(Stream.of("verify", output.toString()), Stream.of(more))
                .toArray(String[]::new);
        try (VmafFleetProcess process = VmafFleetProcess.start(folder, arguments)) {
            assertThat(process.end()).as(process.said()).isEqualTo(exitCode);
            return process.said();
        }
    }

    private String[] run(String... more) throws IOException {
        Path scores = Files.writeString(folder.resolve("scores.csv"), "video_name,video_score\na.mp4,3.5\n");
        return VmafFleetProcess.run(clips, scores, output, more);
    }
}
