package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.queue.testing.RedisProcess;
import io.vmaffleet.wire.Json;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.ClipMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is wrong with clips and files, through the assembled thing down to what the user reads.
class BadInputRunIT {
    private static final Duration PLANNED_WITHIN = Duration.ofMinutes(1);
    private static final String GOOD = "good.mp4";
    private static final String NOT_ASCII = "größe クリップ.mp4";

    @TempDir
    private Path folder;

    private Path clips;
    private Path output;
    private ClipMaker maker;

    @BeforeEach
    void aGoodClip() throws IOException {
        clips = Files.createDirectory(folder.resolve("clips"));
        output = folder.resolve("x.parquet");
        maker = new ClipMaker(clips);
        maker.sdr(GOOD);
    }

    @Test
    void eachBadClipHasItsReasonAndTheOthersTheirRows() throws Exception {
        maker.sdr(NOT_ASCII);
        SortedMap<String, String> reasons = badClips();
        Path gone = maker.sdr("removed.mp4");
        reasons.put("removed.mp4", "MISSING_FILE");

        // the removed clip must be there for the plan and gone for the worker
        try (RedisProcess redis = RedisProcess.startEmbedded();
                VmafFleetProcess run = VmafFleetProcess.start(folder, run("--redis", redis.uri(), "--workers", "0"))) {
            await().atMost(PLANNED_WITHIN).until(() -> Files.exists(folder.resolve("x.run.json")));
            Files.delete(gone);
            try (VmafFleetProcess worker = VmafFleetProcess.start(
                    folder, "worker", "--redis", redis.uri(), "--slots", "2", "--root", clips.toString())) {
                assertThat(run.end()).as(run.said() + worker.said()).isEqualTo(1);
            }
        }

        assertThat(failed()).isEqualTo(reasons);
        assertThat(Pandas.rows(output)).containsOnlyKeys(GOOD, NOT_ASCII);
        try (VmafFleetProcess list = VmafFleetProcess.start(folder, "failed", output.toString())) {
            assertThat(list.end()).isZero();
            assertThat(list.said()).contains("BAD_NAME  2 failed", "TOO_SMALL  1 left out", "TRUNCATED  2 failed");
        }
    }

    @Test
    void aMendedClipIsTriedAgainAndTheTableIsThatOfAFreshRun() throws Exception {
        Path cut = maker.cut(maker.make("whole.mp4", ClipSpec.of(320, 240, 6).build()), "cut.mp4", 4000);
        Files.delete(clips.resolve("whole.mp4"));
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run())) {
            assertThat(run.end()).as(run.said()).isEqualTo(1);
        }
        assertThat(failed()).isEqualTo(Map.of("cut.mp4", "TRUNCATED"));

        maker.make("cut.mp4", ClipSpec.of(320, 240, 6).build());
        assertThat(cut).isRegularFile();
        said("retry", 0, "--reason", "NO_VIDEO").contains("no clip is put back");
        said("retry", 2, "--clip", GOOD)
                .contains("no clip of that name has failed")
                .contains(GOOD);
        said("retry", 0).contains("1 clip is put back");
        said("status", 0).contains("2 clips: 1 done, 1 to do, 0 failed");
        said("failed", 0).contains("No clip has failed");
        said("resume", 0).contains("2 rows");
        byte[] retried = Files.readAllBytes(output);

        output = folder.resolve("fresh.parquet");
        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run())) {
            assertThat(run.end()).as(run.said()).isZero();
        }
        assertThat(retried).isEqualTo(Files.readAllBytes(output));
    }

    private AbstractStringAssert<?> said(String command, int exitCode, String... more) throws Exception {
        String[] arguments = Stream.concat(Stream.of(command, output.toString()), Stream.of(more))
                .toArray(String[]::new);
        try (VmafFleetProcess process = VmafFleetProcess.start(folder, arguments)) {
            assertThat(process.end()).as(process.said()).isEqualTo(exitCode);
            return assertThat(process.said());
        }
    }

    @Test
    void clipsThatAreTooSmallAreLeftOutAndNoFailure() throws Exception {
        maker.make("thumbnail.mp4", ClipSpec.of(64, 64, 3).build());

        try (VmafFleetProcess run = VmafFleetProcess.start(folder, run())) {
            assertThat(run.end()).as(run.said()).isZero();
        }

        assertThat(failed()).isEqualTo(Map.of("thumbnail.mp4", "TOO_SMALL"));
        assertThat(Pandas.rows(output)).containsOnlyKeys(GOOD);
    }

    @Test
    void aSecondCoordinatorOnTheSameOutputIsRefusedAndTheFirstGoesOn() throws Exception {
        try (RedisProcess redis = RedisProcess.startEmbedded();
                VmafFleetProcess first =
                        VmafFleetProcess.start(folder, run("--redis", redis.uri(), "--workers", "0"))) {
            await().atMost(PLANNED_WITHIN).until(() -> Files.exists(folder.resolve("x.run.json")));

            try (VmafFleetProcess second = VmafFleetProcess.start(folder, run())) {
                assertThat(second.end()).as(second.said()).isEqualTo(2);
                assertThat(second.said())
                        .contains(output.toString(), "process " + first.pid())
                        .doesNotContain("\tat ");
            }

            try (VmafFleetProcess _ = VmafFleetProcess.start(
                    folder, "worker", "--redis", redis.uri(), "--slots", "1", "--root", clips.toString())) {
                assertThat(first.end()).as(first.said()).isZero();
            }
        }
        assertThat(Pandas.rows(output)).containsOnlyKeys(GOOD);
    }

    /// Reasons by the name under which the user finds them.
    private SortedMap<String, String> badClips() throws Exception {
        SortedMap<String, String> reasons = new TreeMap<>();
        reasons.put(name(maker.bytes("empty.mp4", new byte[0])), "TRUNCATED");
        reasons.put(name(maker.cut(clips.resolve(GOOD), "truncated.mp4", 4000)), "TRUNCATED");
        reasons.put(name(maker.text("text.mp4", "clip,score\n")), "UNSUPPORTED_FORMAT");
        reasons.put(name(maker.soundOnly("sound.mp4")), "NO_VIDEO");
        reasons.put(name(maker.text("hls.mp4", """
                        #EXTM3U
                        #EXT-X-TARGETDURATION:5
                        #EXTINF:5,
                        good.mp4
                        #EXT-X-ENDLIST
                        """)), "UNSUPPORTED_FORMAT");
        reasons.put(
                name(maker.text("ffconcat.mp4", "ffconcat version 1.0\nfile " + GOOD + "\n")), "UNSUPPORTED_FORMAT");
        reasons.put(name(maker.text("dash.mp4", """
                        <?xml version="1.0"?>
                        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"
                            profiles="urn:mpeg:dash:profile:isoff-main:2011"><Period><AdaptationSet>
                        <Representation id="1" bandwidth="1"><BaseURL>good.mp4</BaseURL></Representation>
                        </AdaptationSet></Period></MPD>
                        """)), "UNSUPPORTED_FORMAT");
        reasons.put(name(maker.sizeChanging("size_changing.mp4")), "GEOMETRY_CHANGED");
        reasons.put(name(maker.make("thumbnail.mp4", ClipSpec.of(64, 64, 3).build())), "TOO_SMALL");
        // Java writes no name that is not UTF-8
        copyUnder("line\\nfeed.mp4");
        reasons.put("line\\x0afeed.mp4", "BAD_NAME");
        copyUnder("caf\\351.mp4");
        reasons.put("caf\\xe9.mp4", "BAD_NAME");
        return reasons;
    }

    /// @param name as printf reads it
    private void copyUnder(String name) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "cp good.mp4 \"$(printf '" + name + "')\"")
                .directory(clips.toFile())
                .inheritIO()
                .start();
        assertThat(shell.waitFor()).isZero();
    }

    private static String name(Path clip) {
        return clip.getFileName().toString();
    }

    private Map<String, String> failed() throws IOException {
        Map<String, String> reasons = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("x.failed.jsonl"), StandardCharsets.UTF_8)) {
            ObjectNode object = Json.readObject(line);
            assertThat(object.path("detail").asText()).isNotEmpty();
            reasons.put(object.path("clip_name").asText(), object.path("reason").asText());
        }
        return reasons;
    }

    private String[] run(String... more) throws IOException {
        Path scores = folder.resolve("scores.csv");
        Files.writeString(scores, "video_name,video_score\n" + GOOD + ",3.5\n" + NOT_ASCII + ",2.5\n");
        return VmafFleetProcess.run(clips, scores, output, more);
    }
}
