package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.FfmpegProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rehearsals of runs on real clips.
class SmokeIT {
    private static final int FRAMES = 6;

    @TempDir
    private Path folder;

    private Path clips;

    @BeforeEach
    void clipsFolder() throws IOException {
        clips = Files.createDirectory(folder.resolve("clips"));
    }

    @Test
    void clipsThatCanBeMeasuredPassAndNothingIsLeft() throws Exception {
        for (String name : List.of("a.mp4", "b.mp4", "c.mp4")) {
            clip(name, 320, 240);
        }

        String said = smoke(0, scores("a.mp4", "b.mp4", "c.mp4"), "--clips", "2");

        assertThat(said)
                .contains("2 of 3 clips, every frame: a.mp4, c.mp4")
                .contains("ok   2 of 2 have a score", "ok   each clip has a row", "ok   two slots give the bytes")
                .contains("ok   nothing is left behind")
                .containsOnlyOnce("trial: as asked, by one slot")
                .doesNotContain("NOT", "status page", "no clip");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.matches("clips|scores.csv|(out|err)[0-9]+.txt"));
        }
    }

    @Test
    void aClipWithoutARowIsNamedWithItsReason() throws Exception {
        clip("a.mp4", 320, 240);
        clip("small.mp4", 64, 64);
        Files.writeString(clips.resolve("text.mp4"), "no video at all");

        assertThat(smoke(1, scores("a.mp4")))
                .contains(
                        "NOT  each clip has a row",
                        "small.mp4 has none: TOO_SMALL",
                        "text.mp4 has none: UNSUPPORTED_FORMAT")
                .contains(clips.resolve("text.mp4") + " is in no container")
                .contains("ok   every measured column has a value");
    }

    @Test
    void pairsAreMeasuredInEveryWay() throws Exception {
        Path reference = clip("ref.mp4", 640, 360);
        distorted(reference, "good.mp4", 4, "null");
        distorted(reference, "bad.mp4", 30, "scale=320:-2");

        assertThat(smoke(0, scores("good.mp4", "bad.mp4"), "--pairs", pairs("good.mp4", "bad.mp4"), "--subsample", "2"))
                .contains("2 of 2 clips, one frame in 2: bad.mp4, good.mp4")
                .contains("ok   frames can be paired by index too")
                .contains("ok   a reference against itself has lost nothing")
                .contains("ok   each clip can be compared with itself")
                .containsOnlyOnce("2 clips are compared with their references; 1 file is a reference");
    }

    @Test
    void aPairThatIsNoneIsFound() throws Exception {
        Path reference = clip("ref.mp4", 640, 360);
        Files.copy(reference, clips.resolve("copy.mp4"));
        distorted(reference, "bad.mp4", 30, "null");

        assertThat(smoke(4, scores("copy.mp4", "bad.mp4"), "--pairs", pairs("copy.mp4", "bad.mp4")))
                .contains("NOT  no row is odd beside the others")
                .contains("copy.mp4");
    }

    @Test
    void aSignalStopsItWithFive() throws Exception {
        for (String name : List.of("a.mp4", "b.mp4")) {
            clip(name, 320, 240);
        }
        try (VmafFleetProcess process = VmafFleetProcess.start(
                folder, "smoke", "--clips-dir", clips.toString(), "--scores", scores("a.mp4", "b.mp4"))) {
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !process.descendants().isEmpty());

            process.signal("TERM");

            assertThat(process.end()).as(process.said()).isEqualTo(5);
            assertThat(process.said())
                    .contains("stopped before all was measured")
                    .doesNotContain("resume");
        }
    }

    @Test
    void clipsThatNobodyScoredAreNoCorpus() throws Exception {
        clip("a.mp4", 320, 240);
        clip("b.mp4", 320, 240);

        assertThat(smoke(4, scores("b.mp4"), "--clips", "1")).contains("NOT  0 of 1 have a score");
        assertThat(smoke(2, scores("z.mp4"))).contains("scores.csv", "z.mp4");
        assertThat(smoke(2, scores("b.mp4"), "--clips", "0")).contains("--clips 0");
        assertThat(smoke(2, scores("b.mp4"), "--pattern", "*.mkv")).contains("no file matches");
    }

    private Path clip(String name, int width, int height) {
        return ClipEncoder.encode(
                ClipSpec.of(width, height, FRAMES).seed(name.hashCode()).build(), clips.resolve(name));
    }

    private void distorted(Path reference, String name, int quality, String filter) {
        FfmpegProgram.run(
                "-i",
                reference.toString(),
                "-vf",
                filter,
                "-fps_mode",
                "passthrough",
                "-c:v",
                "mpeg4",
                "-q:v",
                Integer.toString(quality),
                clips.resolve(name).toString());
    }

    private String scores(String... names) throws IOException {
        StringBuilder lines = new StringBuilder("video_name,video_score\n");
        for (int i = 0; i < names.length; i++) {
            lines.append(names[i]).append(',').append(2 + i).append('\n');
        }
        return Files.writeString(folder.resolve("scores.csv"), lines).toString();
    }

    private String pairs(String... names) throws IOException {
        StringBuilder lines = new StringBuilder("video_name,reference_name\n");
        for (String name : names) {
            lines.append(name).append(",ref.mp4\n");
        }
        return Files.writeString(clips.resolveSibling("pairs.csv"), lines).toString();
    }

    private String smoke(int exitCode, String scores, String... more) throws Exception {
        String[] arguments = Stream.concat(
                        Stream.of("smoke", "--clips-dir", clips.toString(), "--scores", scores), Stream.of(more))
                .toArray(String[]::new);
        try (VmafFleetProcess process = VmafFleetProcess.start(folder, arguments)) {
            assertThat(process.end()).as(process.said()).isEqualTo(exitCode);
            return process.said();
        }
    }
}
