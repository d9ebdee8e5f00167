package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.deploy.demo.DemoCorpus;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Datasets of per-frame scores of real clips, read by pandas as their users do.
class FramesDatasetIT {
    private static final Duration MIDDLE_WITHIN = Duration.ofMinutes(2);

    /// Holds each clip's frames against its row, and prints what it found as one JSON object.
    private static final String CHECK = """
            import json, sys
            import numpy as np
            import pandas as pd
            table, frames = pd.read_parquet(sys.argv[1]), pd.read_parquet(sys.argv[2])
            scores = list(frames.columns[2:])
            worst, clips, nulls = 0.0, [], set()
            for clip, rows in frames.groupby("clip_name", sort=False):
                row = table[table.clip_name == clip].iloc[0]
                clips.append(clip)
                for score in scores:
                    values = rows[score].to_numpy()
                    values = values[~np.isnan(values)]
                    if len(values) == 0:
                        nulls.add(score)
                        assert np.isnan(row[score + "_mean"]) and np.isnan(row[score + "_std"]), (clip, score)
                        continue
                    for name, value in ("_mean", values.mean()), ("_std", values.std()):
                        scale = max(1.0, abs(value))
                        worst = max(worst, abs(value - row[score + name]) / scale)
            print(json.dumps({
                "clips": clips, "table": list(table.clip_name), "columns": list(frames.columns), "worst": worst,
                "nulls": sorted(nulls), "types": sorted({str(frames[score].dtype) for score in scores}),
                "frame_type": str(frames.frame.dtype), "rows": len(frames),
                "numbers": sorted({int(n) for n in frames.frame})[:6]}))
            """;

    @TempDir
    private static Path shared;

    @TempDir
    private Path folder;

    private static DemoCorpus corpus = new DemoCorpus(Path.of(""), Path.of(""), Path.of(""));
    private static Path undisturbed = Path.of("");
    private static byte[] tableWithoutFrames = {};

    @BeforeAll
    static void extractOnceUndisturbed() throws Exception {
        corpus = DemoCorpus.make(shared.resolve("corpus"));
        undisturbed = shared.resolve("frames");
        Path plain = shared.resolve("plain.parquet");
        extract(shared, plain, 1);
        tableWithoutFrames = Files.readAllBytes(plain);
        extract(shared, shared.resolve("table.parquet"), 1, "--frames", undisturbed.toString());
    }

    @Test
    void eachRowIsTheStatisticsOfItsFramesAndTheTableIsThatWithoutThem() throws Exception {
        assertThat(shared.resolve("table.parquet")).hasBinaryContent(tableWithoutFrames);

        ObjectNode found = check(shared.resolve("table.parquet"), undisturbed);

        assertThat(found.path("clips")).hasSize(10).isEqualTo(found.path("table"));
        assertThat(found.path("worst").asDouble()).isLessThan(1e-12);
        assertThat(found.path("columns")).hasSize(2 + 25);
        assertThat(found.path("types").toString()).isEqualTo("[\"float64\"]");
        assertThat(found.path("frame_type").asText()).isEqualTo("int64");
        assertThat(found.path("nulls").toString()).isEqualTo("[\"ciede2000\",\"psnr_hvs\"]");
        assertThat(found.path("numbers").toString()).isEqualTo("[0,1,2,3,4,5]");
        assertThat(say("verify", shared.resolve("table.parquet"), 0)).contains("proved");
    }

    @Test
    void killedEnginesWorkersAndCoordinatorsChangeNoByte() throws Exception {
        Path output = folder.resolve("killed.parquet");
        Path frames = folder.resolve("frames");
        try (RedisProcess redis = RedisProcess.startEmbedded();
                VmafFleetProcess lost = VmafFleetProcess.start(folder, worker(redis));
                VmafFleetProcess staying = VmafFleetProcess.start(folder, worker(redis));
                VmafFleetProcess run = VmafFleetProcess.start(
                        folder, run(output, "0", "--frames", frames.toString(), "--redis", redis.uri()))) {
            awaitRows(folder.resolve("killed.frames.jsonl"), 1);
            await().atMost(MIDDLE_WITHIN).until(() -> !staying.descendants().isEmpty());
            staying.descendants().forEach(ProcessHandle::destroyForcibly);
            lost.kill();
            run.kill();
            assertThat(frames).doesNotExist();

            try (VmafFleetProcess resume = VmafFleetProcess.start(folder, "resume", output.toString())) {
                assertThat(resume.end()).as(resume.said()).isEqualTo(1);
            }
        }
        assertThat(output).hasBinaryContent(tableWithoutFrames);
        assertSameDataset(frames);
        assertThat(folder.resolve("killed.frames.jsonl")).doesNotExist();
    }

    @Test
    void aLimitThatIsLiftedAndAResumeGiveTheSameDataset() throws Exception {
        Path output = folder.resolve("grown.parquet");
        Path frames = folder.resolve("frames");
        extract(folder, output, 0, "--frames", frames.toString(), "--limit", "2");
        assertThat(check(output, frames).path("clips")).hasSize(2);

        extract(folder, output, 1, "--frames", frames.toString());
        say("resume", output, 1);

        assertThat(output).hasBinaryContent(tableWithoutFrames);
        assertSameDataset(frames);
    }

    @Test
    void anotherWishAndAFolderWithFilesAreRefused() throws Exception {
        Path output = shared.resolve("table.parquet");
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run(output, "2"))) {
            assertThat(run.end()).isEqualTo(2);
            assertThat(run.said()).contains("was begun with --frames " + undisturbed);
        }
        try (VmafFleetProcess run = VmafFleetProcess.start(
                folder, run(folder.resolve("other.parquet"), "2", "--frames", undisturbed.toString()))) {
            assertThat(run.end()).isEqualTo(2);
            assertThat(run.said()).contains("the dataset of another run lies in it");
        }
    }

    @Test
    void ofASubsampleTheFramesThatHaveScoresAreThereByTheirNumbers() throws Exception {
        Path output = folder.resolve("few.parquet");
        Path frames = folder.resolve("frames");

        extract(folder, output, 1, "--frames", frames.toString(), "--subsample", "4", "--features", "motion2,cambi");

        ObjectNode found = check(output, frames);
        assertThat(found.path("columns").toString()).isEqualTo("[\"clip_name\",\"frame\",\"motion2\",\"cambi\"]");
        assertThat(found.path("numbers").toString()).isEqualTo("[0,4,8,12,16,20]");
        assertThat(found.path("worst").asDouble()).isLessThan(1e-12);
        assertThat(say("verify", output, 0)).contains("proved");
    }

    @Test
    void pairsHaveTheScoresOfEachPair() throws Exception {
        ChugCorpus pairs = ChugCorpus.make(folder);
        Path output = folder.resolve("chug.parquet");
        Path frames = folder.resolve("frames");

        try (VmafFleetProcess run = VmafFleetProcess.start(
                folder,
                "run",
                "--clips-dir",
                pairs.clips().toString(),
                "--metadata-jsonl",
                pairs.sidecar().toString(),
                "--out",
                output.toString(),
                "--frames",
                frames.toString(),
                "--workers",
                "2",
                "--recipe",
                "chug-canonical")) {
            assertThat(run.end()).as(run.said()).isZero();
        }

        ObjectNode found = check(output, frames);
        assertThat(found.path("clips")).hasSize(pairs.references().size()).isEqualTo(found.path("table"));
        assertThat(found.path("worst").asDouble()).isLessThan(1e-12);
        assertThat(found.path("nulls")).isEmpty();
        assertThat(found.path("columns")).hasSize(2 + 6);
    }

    private static void extract(Path folder, Path output, int exitCode, String... more) throws Exception {
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run(output, "2", more))) {
            assertThat(run.end()).as(run.said()).isEqualTo(exitCode);
        }
    }

    private static String[] run(Path output, String slots, String... more) {
        return VmafFleetProcess.run(
                corpus.clips(),
                corpus.scores(),
                output,
                Stream.concat(
                                Stream.of("--metadata-jsonl", corpus.sidecar().toString(), "--workers", slots),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static String[] worker(RedisProcess redis) {
        return new String[] {
            "worker",
            "--redis",
            redis.uri(),
            "--slots",
            "1",
            "--root",
            corpus.clips().toString()
        };
    }

    private String say(String command, Path output, int exitCode) throws Exception {
        try (VmafFleetProcess process = VmafFleetProcess.start(folder, command, output.toString())) {
            assertThat(process.end()).as(process.said()).isEqualTo(exitCode);
            return process.said();
        }
    }

    private static ObjectNode check(Path table, Path frames) throws Exception {
        String python = System.getenv().getOrDefault("VMAF_FLEET_TEST_PYTHON", "python3");
        Process process = new ProcessBuilder(python, "-c", CHECK, table.toString(), frames.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("pandas of %s, see VMAF_FLEET_TEST_PYTHON", python)
                .isZero();
        return Json.readObject(found);
    }

    private static void assertSameDataset(Path frames) throws IOException {
        List<String> expected = names(undisturbed);
        assertThat(names(frames)).isEqualTo(expected);
        for (String name : expected) {
            assertThat(frames.resolve(name)).hasSameBinaryContentAs(undisturbed.resolve(name));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(Path::getFileName).map(String::valueOf).sorted().forEach(names::add);
        }
        return names;
    }

    private static void awaitRows(Path staging, int count) {
        await().atMost(MIDDLE_WITHIN)
                .until(() -> Files.exists(staging)
                        && Files.readAllLines(staging, StandardCharsets.ISO_8859_1)
                                        .size()
                                >= count);
    }
}
