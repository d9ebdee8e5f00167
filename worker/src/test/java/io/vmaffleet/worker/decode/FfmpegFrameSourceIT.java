package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.clips.SyntheticPicture;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.Planes;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfmpegFrameSourceIT {
    @TempDir
    Path folder;

    private ClipMaker maker;

    @BeforeEach
    void makeClips() {
        maker = new ClipMaker(folder);
    }

    @Test
    void whatTheStreamIsComesFromTheStream() {
        try (FrameSource source = Planes.open(maker.hdr("hdr.mp4"))) {
            assertThat(source.format())
                    .isEqualTo(new MediaFormat(
                            320,
                            240,
                            0,
                            320,
                            240,
                            10,
                            10,
                            60,
                            "av1",
                            "yuv420p10le",
                            new Colour(
                                    Optional.of("smpte2084"),
                                    Optional.of("bt2020"),
                                    Optional.of("bt2020nc"),
                                    Optional.of("tv"),
                                    Double.NaN,
                                    Double.NaN),
                            8));
            assertThat(source.format().isHdr()).isTrue();
        }
        try (FrameSource source = Planes.open(maker.sdr("sdr.mp4"))) {
            assertThat(source.format())
                    .isEqualTo(new MediaFormat(
                            320,
                            240,
                            0,
                            320,
                            240,
                            8,
                            8,
                            25,
                            "h264",
                            "yuv420p",
                            Colour.of(Optional.empty(), Optional.empty()),
                            10));
        }
    }

    @Test
    void theRateIsTheFractionAndNotItsRounding() {
        Path clip =
                maker.make("ntsc.mp4", ClipSpec.of(64, 48, 12).rate(30000, 1001).build());

        try (FrameSource source = Planes.open(clip)) {
            assertThat(source.format().fps()).isEqualTo(30000.0 / 1001);
        }
    }

    @Test
    void framesThatNeedNoConversionAreTheCodedSamples() {
        for (int bitDepth : List.of(8, 10)) {
            String format = bitDepth == 8 ? "yuv420p" : "yuv420p10le";
            List<Planes> frames = Planes.allOf(maker.make(
                    bitDepth + ".mkv",
                    ClipSpec.of(67, 45, 3)
                            .codec("ffv1", format)
                            .container("matroska")
                            .build()));

            SyntheticPicture picture = new SyntheticPicture(1);
            assertThat(frames).hasSize(3);
            for (int frame = 0; frame < 3; frame++) {
                for (int y = 0; y < 45; y++) {
                    for (int x = 0; x < 67; x++) {
                        assertThat(frames.get(frame).luma(x, y)).isEqualTo(picture.luma(frame, x, y, bitDepth));
                        assertThat(frames.get(frame).chroma(2, x / 2, y / 2))
                                .isEqualTo(picture.chroma(2, frame, x / 2 * 2, y / 2 * 2, bitDepth));
                    }
                }
            }
        }
    }

    @Test
    void aPortraitClipOfOddSidesIsTurnedSampleBySample() {
        for (int degrees : List.of(90, 180, 270)) {
            Path clip = maker.make(
                    degrees + ".mov",
                    ClipSpec.of(67, 45, 2)
                            .codec("ffv1", "yuv420p10le")
                            .container("mov")
                            .rotation(degrees)
                            .build());

            try (FrameSource source = Planes.open(clip)) {
                MediaFormat format = source.format();
                Planes shown = Planes.of(source.next().orElseThrow());

                assertThat(format.rotation()).isEqualTo(degrees);
                assertThat(List.of(format.width(), format.height()))
                        .isEqualTo(degrees == 180 ? List.of(67, 45) : List.of(45, 67));
                SyntheticPicture picture = new SyntheticPicture(1);
                for (int y = 0; y < 45; y++) {
                    for (int x = 0; x < 67; x++) {
                        int luma = picture.luma(0, x, y, 10);
                        int chroma = picture.chroma(1, 0, x / 2 * 2, y / 2 * 2, 10);
                        // clockwise: what is at the top goes to the right
                        switch (degrees) {
                            case 90 -> {
                                assertThat(shown.luma(44 - y, x)).isEqualTo(luma);
                                assertThat(shown.chroma(1, 22 - y / 2, x / 2)).isEqualTo(chroma);
                            }
                            case 180 -> {
                                assertThat(shown.luma(66 - x, 44 - y)).isEqualTo(luma);
                                assertThat(shown.chroma(1, 33 - x / 2, 22 - y / 2))
                                        .isEqualTo(chroma);
                            }
                            default -> {
                                assertThat(shown.luma(y, 66 - x)).isEqualTo(luma);
                                assertThat(shown.chroma(1, y / 2, 33 - x / 2)).isEqualTo(chroma);
                            }
                        }
                    }
                }
            }
        }
    }

    @Test
    void anEightBitPortraitClipIsItsUnturnedTwinTurned() {
        List<Planes> upright =
                Planes.allOf(maker.make("a.mp4", ClipSpec.of(320, 240, 6).build()));
        List<Planes> turned = Planes.allOf(maker.portrait("b.mp4"));

        assertThat(turned).hasSameSizeAs(upright);
        for (int y = 0; y < 240; y++) {
            for (int x = 0; x < 320; x++) {
                assertThat(turned.get(5).luma(239 - y, x))
                        .isEqualTo(upright.get(5).luma(x, y));
            }
        }
    }

    @Test
    void aVariableRateGivesEachCodedFrameOnce() {
        Path constant = maker.make("constant.mp4", ClipSpec.of(320, 240, 8).build());

        assertThat(Planes.allOf(maker.variableRate("variable.mp4"))).isEqualTo(Planes.allOf(constant));
    }

    @Test
    void anEditListHidesFramesThatAreDecodedAllTheSame() {
        Path whole = maker.make(
                "whole.mp4", ClipSpec.of(320, 240, 10).keyFrameInterval(100).build());
        Path trimmed = maker.trimmed("trimmed.mp4");

        assertThat(Planes.allOf(trimmed)).isEqualTo(Planes.allOf(whole).subList(4, 10));
        try (FrameSource source = Planes.open(trimmed)) {
            assertThat(source.format().frames()).isEqualTo(6);
        }
    }

    @Test
    void anEditListThatEndsEarlyIsNoDamage() {
        // the muxer's movie time scale is 1000
        Path shorter = maker.shownUntil(maker.trimmed("trimmed.mp4"), "shorter.mp4", 3 * 40);

        assertThat(Planes.allOf(shorter))
                .isEqualTo(Planes.allOf(maker.trimmed("trimmed.mp4")).subList(0, 3));
    }

    @Test
    void framesThatAreCodedOutOfOrderComeInDisplayOrder() {
        Path clip = maker.make(
                "b.mp4",
                ClipSpec.of(320, 240, 9)
                        .codec("mpeg4", "yuv420p")
                        .bFrames(2)
                        .bitRate(8_000_000)
                        .build());
        List<Planes> lossless = Planes.allOf(maker.make(
                "l.mkv",
                ClipSpec.of(320, 240, 9)
                        .codec("ffv1", "yuv420p")
                        .container("matroska")
                        .build()));

        List<Planes> frames = Planes.allOf(clip);

        assertThat(frames).hasSize(9);
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                if (i != j) {
                    assertThat(difference(frames.get(i), lossless.get(i)))
                            .isLessThan(difference(frames.get(i), lossless.get(j)));
                }
            }
        }
    }

    @Test
    void oneFrameIsAClip() {
        assertThat(Planes.allOf(maker.make("one.mp4", ClipSpec.of(320, 240, 1).build())))
                .hasSize(1);
    }

    @Test
    void soundBesideThePicturesChangesNothing() {
        Path silent = maker.make("silent.mp4", ClipSpec.of(320, 240, 10).build());
        Path sounding = maker.make(
                "sounding.mp4",
                ClipSpec.of(320, 240, 10).sound(ClipSpec.Sound.BESIDE).build());

        assertThat(Planes.allOf(sounding)).isEqualTo(Planes.allOf(silent));
    }

    @Test
    void theEndIsTheEndHoweverOftenOneAsks() {
        try (FrameSource source =
                Planes.open(maker.make("one.mp4", ClipSpec.of(64, 48, 1).build()))) {
            assertThat(source.next()).isPresent();
            assertThat(source.next()).isEmpty();
            assertThat(source.next()).isEmpty();
        }
    }

    @Test
    void aClosedSourceSaysSoAndClosesTwice() {
        FrameSource source =
                Planes.open(maker.make("one.mp4", ClipSpec.of(64, 48, 1).build()));
        source.close();
        source.close();

        assertThatIllegalStateException().isThrownBy(source::next).withMessageContaining("closed");
    }

    @Test
    void sourcesClosedHalfWayLeaveNothingBehind() {
        Path clip = maker.make(
                "c.mov",
                ClipSpec.of(640, 480, 6)
                        .codec("prores_ks", "yuv422p10le")
                        .rotation(90)
                        .container("mov")
                        .build());
        openAndLeave(clip, 10);
        long before = nativeBytesInUse();
        int descriptorsBefore = openDescriptors();

        openAndLeave(clip, 200);

        // one picture of it is 900 kB, so 180 MB if one a source stayed; the JVM's compiler comes and goes with 20 MB
        assertThat(nativeBytesInUse() - before).isLessThan(60_000_000);
        assertThat(openDescriptors()).isEqualTo(descriptorsBefore);
    }

    @Test
    void clipsThatFailLeaveNothingBehind() {
        Path clip = maker.sizeChanging("changing.mp4");
        Path cut = maker.cut(maker.sdr("sdr.mp4"), "cut.mp4", 5000);
        failOn(clip, 5);
        failOn(cut, 5);
        long before = nativeBytesInUse();
        int descriptorsBefore = openDescriptors();

        failOn(clip, 400);
        failOn(cut, 100);

        assertThat(nativeBytesInUse() - before).isLessThan(60_000_000);
        assertThat(openDescriptors()).isEqualTo(descriptorsBefore);
    }

    private static void failOn(Path clip, int times) {
        for (int i = 0; i < times; i++) {
            assertThatExceptionOfType(UnmeasurableClipException.class).isThrownBy(() -> Planes.allOf(clip));
        }
    }

    private static void openAndLeave(Path clip, int times) {
        for (int i = 0; i < times; i++) {
            try (FrameSource source = Planes.open(clip)) {
                assertThat(source.next()).isPresent();
                assertThat(source.next()).isPresent();
            }
        }
    }

    private static long difference(Planes a, Planes b) {
        return LongStream.range(0, a.height())
                .map(y -> LongStream.range(0, a.width())
                        .map(x -> Math.abs(a.luma((int) x, (int) y) - b.luma((int) x, (int) y)))
                        .sum())
                .sum();
    }

    /// What malloc has given out, by `struct mallinfo2 { size_t arena, ordblks, smblks, hblks, hblkhd, usmblks,
    /// fsmblks, uordblks, fordblks, keepcost; } mallinfo2(void)`. The resident set has the Java heap in it.
    private static long nativeBytesInUse() {
        Linker linker = Linker.nativeLinker();
        MemoryLayout counters = MemoryLayout.structLayout(
                Collections.nCopies(10, ValueLayout.JAVA_LONG).toArray(MemoryLayout[]::new));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment result = (MemorySegment) linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("mallinfo2"), FunctionDescriptor.of(counters))
                    .invokeExact((SegmentAllocator) arena);
            return result.getAtIndex(ValueLayout.JAVA_LONG, 4) + result.getAtIndex(ValueLayout.JAVA_LONG, 7);
        } catch (Throwable e) {
            throw new AssertionError("mallinfo2 cannot be called", e);
        }
    }

    private static int openDescriptors() {
        String[] names = Path.of("/proc/self/fd").toFile().list();
        return names == null ? 0 : names.length;
    }
}
