package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.clips.SyntheticPicture;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.Planes;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameConversionIT {
    private static final int WIDTH = 98;
    private static final int HEIGHT = 66;

    @TempDir
    Path folder;

    private final SyntheticPicture picture = new SyntheticPicture(1);

    @ParameterizedTest
    @CsvSource({
        "ffv1, yuv422p, matroska, 8",
        "ffv1, yuv444p, matroska, 8",
        "ffv1, yuv440p, matroska, 8",
        "ffv1, yuv422p10le, matroska, 10",
        "ffv1, yuv444p10le, matroska, 10",
    })
    void otherSubsamplingKeepsLumaAndAveragesChroma(String codec, String format, String container, int bitDepth) {
        Planes frame = first(codec, format, container);

        for (int y = 2; y < HEIGHT - 2; y++) {
            for (int x = 2; x < WIDTH - 2; x++) {
                assertThat(frame.luma(x, y)).isEqualTo(picture.luma(0, x, y, bitDepth));
            }
        }
        // waves this long are nearly straight from one sample to the next, so the mean of four is near any filter's
        int tolerance = bitDepth == 8 ? 4 : 16;
        for (int y = 4; y < HEIGHT / 2 - 4; y++) {
            for (int x = 4; x < WIDTH / 2 - 4; x++) {
                assertThat(frame.chroma(1, x, y)).isCloseTo(meanChroma(format, x, y, bitDepth), within(tolerance));
            }
        }
    }

    @Test
    void twelveBitsBecomeTen() {
        Planes frame = first("ffv1", "yuv420p12le", "matroska");

        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                assertThat(frame.luma(x, y)).isCloseTo(picture.luma(0, x, y, 12) / 4, within(1));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ffv1, yuv420p, matroska, 8", "ffv1, yuv420p10le, matroska, 10", "ffv1, yuv422p, matroska, 8"})
    void fullRangeBecomesLimited(String codec, String format, String container, int bitDepth) {
        Path clip = new ClipMaker(folder)
                .make(
                        "full",
                        ClipSpec.of(WIDTH, HEIGHT, 1)
                                .codec(codec, format)
                                .container(container)
                                .range("pc")
                                .build());

        Planes frame = Planes.allOf(clip).getFirst();

        int finer = 1 << (bitDepth - 8);
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double full = picture.luma(0, x, y, bitDepth) / (256.0 * finer - 1);
                int expected = (int) Math.round((16 + 219 * full) * finer);
                assertThat(frame.luma(x, y)).isCloseTo(expected, within(finer));
            }
        }
    }

    @Test
    void theOldNamesOfFullRangeMeanTheSame() {
        Path clip = new ClipMaker(folder)
                .make(
                        "mjpeg",
                        ClipSpec.of(WIDTH, HEIGHT, 1)
                                .codec("mjpeg", "yuvj420p")
                                .range("pc")
                                .container("avi")
                                .bitRate(100_000_000)
                                .encoderOption("qmin", "1")
                                .build());

        try (FrameSource source = Planes.open(clip)) {
            assertThat(source.format().pixelFormat()).isEqualTo("yuvj420p");
            Planes frame = Planes.of(source.next().orElseThrow());
            long sum = 0;
            long expected = 0;
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    sum += frame.luma(x, y);
                    expected += Math.round(16 + 219 * picture.luma(0, x, y, 8) / 255.0);
                }
            }
            assertThat((double) sum / (WIDTH * HEIGHT)).isCloseTo((double) expected / (WIDTH * HEIGHT), within(0.7));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "libopenh264, yuv420p, mp4",
        "libvpx-vp9, yuv420p, webm",
        "libaom-av1, yuv420p10le, mp4",
        "mpeg2video, yuv422p, matroska",
        "mjpeg, yuvj444p, avi",
        "prores_ks, yuv422p10le, mov",
        "prores_ks, yuv444p10le, mov",
        "ffv1, yuv444p12le, matroska",
        "ffv1, yuv420p12le, matroska",
        "ffv1, yuv422p, matroska",
        "ffv1, yuv411p, matroska",
        "ffv1, gray, matroska",
        "ffv1, bgr0, matroska",
        "rawvideo, rgb24, nut",
        "rawvideo, yuyv422, avi",
        "rawvideo, uyvy422, mov",
    })
    void framesAreTheSameWithoutTheCpusVectorInstructions(String codec, String format, String container) {
        ClipSpec.Builder spec = ClipSpec.of(352, 288, 3).codec(codec, format).container(container);
        if (format.startsWith("yuvj")) {
            spec.range("pc");
        }
        assertSameWithoutVectors(spec.build());
    }

    /// Without the decoder's exact mode H.263 and WMV2 differ here by 1: it takes motion by half samples over a while.
    @ParameterizedTest
    @CsvSource({"mpeg4, avi", "h263p, avi", "wmv2, asf"})
    void codecsWithLooseTransformsAreDecodedExactly(String codec, String container) {
        assertSameWithoutVectors(ClipSpec.of(1280, 720, 14)
                .codec(codec, "yuv420p")
                .container(container)
                .keyFrameInterval(50)
                .bitRate(400_000)
                .build());
    }

    private void assertSameWithoutVectors(ClipSpec spec) {
        Path clip = new ClipMaker(folder).make("simd", spec);
        List<Planes> vectors = Planes.allOf(clip);

        List<Planes> plain;
        avutil.av_force_cpu_flags(0);
        try {
            plain = Planes.allOf(clip);
        } finally {
            avutil.av_force_cpu_flags(-1);
        }

        assertThat(plain).hasSize(spec.frames()).isEqualTo(vectors);
    }

    private Planes first(String codec, String format, String container) {
        Path clip = new ClipMaker(folder)
                .make(
                        "clip",
                        ClipSpec.of(WIDTH, HEIGHT, 1)
                                .codec(codec, format)
                                .container(container)
                                .build());
        return Planes.allOf(clip).getFirst();
    }

    /// The mean of what a 4:2:0 sample covers, at the places where the source has samples.
    private int meanChroma(String format, int x, int y, int bitDepth) {
        boolean allColumns = format.startsWith("yuv44");
        boolean allRows = format.startsWith("yuv422") || format.startsWith("yuv444");
        int sum = 0;
        for (int dy = 0; dy < 2; dy++) {
            for (int dx = 0; dx < 2; dx++) {
                sum += picture.chroma(1, 0, 2 * x + (allColumns ? dx : 0), 2 * y + (allRows ? dy : 0), bitDepth);
            }
        }
        return sum / 4;
    }

    private static Offset<Integer> within(int value) {
        return Offset.offset(value);
    }

    private static Offset<Double> within(double value) {
        return Offset.offset(value);
    }
}
