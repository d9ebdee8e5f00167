package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.FfmpegProgram;
import io.vmaffleet.worker.testing.Planes;
import io.vmaffleet.worker.testing.RawVideo;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingIT {
    @TempDir
    Path folder;

    /// The same bits as ffmpeg's own filter chain, which turns a picture for display before it scales it.
    @ParameterizedTest
    @CsvSource({
        "libopenh264, yuv420p, tv, 0, 640, 360, 8",
        "libopenh264, yuv420p, tv, 0, 640, 360, 10",
        "libopenh264, yuv420p, tv, 0, 320, 240, 10",
        "libopenh264, yuv420p, tv, 0, 98, 67, 8",
        "libopenh264, yuv420p, tv, 90, 360, 640, 8",
        "libopenh264, yuv420p, tv, 180, 640, 360, 10",
        "ffv1, yuv420p, pc, 0, 640, 360, 8",
        "ffv1, yuv420p10le, tv, 0, 1280, 720, 10",
        "ffv1, yuv422p10le, tv, 0, 641, 361, 10",
        "ffv1, yuv444p, pc, 0, 480, 270, 10",
        "libaom-av1, yuv420p10le, tv, 270, 270, 480, 10",
    })
    void picturesAreScaledToTheBitsThatFfmpegGives(
            String codec, String pixelFormat, String range, int rotation, int width, int height, int bitDepth) {
        Path clip = new ClipMaker(folder)
                .make(
                        "clip",
                        ClipSpec.of(320, 240, 3)
                                .codec(codec, pixelFormat)
                                .container(codec.equals("ffv1") ? "matroska" : "mp4")
                                .range(range)
                                .rotation(rotation)
                                .build());
        PictureFormat wanted = new PictureFormat(width, height, bitDepth);
        Path raw = folder.resolve("raw");
        FfmpegProgram.raw(clip, "1", wanted, raw);

        try (TimedFrames ours = Planes.open(clip);
                RawVideo theirs = new RawVideo(raw, wanted)) {
            ours.scaleTo(wanted);
            assertThat(ours.pictures()).isEqualTo(wanted);
            for (int frame = 0; frame < 3; frame++) {
                VideoFrame is = ours.next().orElseThrow();
                assertThat(is.width()).isEqualTo(width);
                assertThat(is.bitDepth()).isEqualTo(bitDepth);
                VideoFrame mustBe = theirs.next().orElseThrow();
                assertThat(Planes.of(is)).isEqualTo(Planes.of(mustBe));
                for (int plane = 0; plane < 3; plane++) {
                    assertThat(row(is, plane)).isEqualTo(row(mustBe, plane));
                }
            }
            assertThat(ours.next()).isEmpty();
            assertThat(theirs.next()).isEmpty();
        }
    }

    private static byte[] row(VideoFrame frame, int plane) {
        byte[] row = new byte[2 * frame.width()];
        frame.copyRow(plane, frame.height() / 3, row);
        return row;
    }

    @Test
    void theClipsOwnFormatStaysWhatItIs() {
        Path clip = new ClipMaker(folder).portrait("clip.mp4");

        try (TimedFrames frames = Planes.open(clip)) {
            MediaFormat before = frames.format();
            frames.scaleTo(new PictureFormat(480, 640, 10));

            assertThat(frames.format()).isEqualTo(before);
            assertThat(frames.format().width()).isEqualTo(240);
        }
    }

    @Test
    void inMidWayItIsTooLate() {
        try (TimedFrames frames = Planes.open(new ClipMaker(folder).sdr("clip.mp4"))) {
            frames.next();

            assertThatIllegalStateException().isThrownBy(() -> frames.scaleTo(new PictureFormat(640, 480, 8)));
        }
    }

    @Test
    void aFrameThatWasGivenStaysWhileTheNextIsLookedAt() {
        try (TimedFrames frames = Planes.open(new ClipMaker(folder).sdr("clip.mp4"));
                FrameSource again = Planes.open(folder.resolve("clip.mp4"))) {
            for (Optional<VideoFrame> frame = again.next(); frame.isPresent(); frame = again.next()) {
                assertThat(frames.hasNext()).isTrue();
                VideoFrame given = frames.next().orElseThrow();
                frames.hasNext();
                frames.nextTicks();
                assertThat(Planes.of(given)).isEqualTo(Planes.of(frame.get()));
            }
            assertThat(frames.hasNext()).isFalse();
            assertThat(frames.next()).isEmpty();
        }
    }

    @Test
    void timesAreThoseOfTheFile() {
        Path clip = new ClipMaker(folder).variableRate("clip.mp4");

        try (TimedFrames frames = Planes.open(clip)) {
            long first = frames.nextTicks().orElseThrow();
            frames.next();
            long second = frames.nextTicks().orElseThrow();
            frames.next();
            long third = frames.nextTicks().orElseThrow();
            while (frames.next().isPresent()) {
                assertThat(frames.seconds()).isPositive();
            }

            assertThat(third - first).isEqualTo(4 * (second - first));
            assertThat(frames.nextTicks()).isEmpty();
            // 21 intervals to the last frame, which is shown as long as the one before it
            assertThat(frames.seconds()).isEqualTo(22 / frames.format().fps());
        }
    }
}
