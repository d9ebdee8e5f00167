package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.testing.ClipMaker;
import io.vmaffleet.worker.testing.Planes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `docs/reference/truncation.md` says of each container is what these show.
class TruncationIT {
    private static final int FRAMES = 18;
    private static final int CUTS = 23;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "mp4, libopenh264, yuv420p, ''",
        "mp4, libopenh264, yuv420p, faststart",
        "matroska, libopenh264, yuv420p, ''",
        "webm, libvpx-vp9, yuv420p, ''",
        "avi, mpeg4, yuv420p, ''",
        "ivf, libvpx-vp9, yuv420p, ''",
    })
    void noCutOfAContainerThatKnowsItsLengthGivesFewerFramesInSilence(
            String container, String codec, String format, String movflags) throws IOException {
        Path clip = clip(container, codec, format, movflags);
        List<Planes> whole = Planes.allOf(clip);
        List<Long> cuts = spread(Files.size(clip));

        for (long cut : cuts) {
            Path part = new ClipMaker(folder).cut(clip, "part", cut);
            try {
                assertThat(Planes.allOf(part)).as("cut to " + cut + " bytes").isEqualTo(whole);
                // whole pictures: only what lies behind the last of them is gone
                assertThat(cut).isGreaterThan(Files.size(clip) * 9 / 10);
            } catch (UnmeasurableClipException e) {
                assertThat(e.reason()).as(e.detail()).isEqualTo(FailureReason.TRUNCATED);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "mpegts, libopenh264, yuv420p",
        "mpeg, mpeg2video, yuv420p",
        "flv, flv, yuv420p",
        "asf, wmv2, yuv420p",
    })
    void aCutInsideAFrameOfAStreamingContainerIsSeen(String container, String codec, String format) throws IOException {
        Path clip = clip(container, codec, format, "");
        List<Planes> whole = Planes.allOf(clip);
        int seen = 0;

        for (long cut : spread(Files.size(clip))) {
            Path part = new ClipMaker(folder).cut(clip, "part", cut);
            try {
                List<Planes> frames = Planes.allOf(part);
                assertThat(frames).isEqualTo(whole.subList(0, frames.size()));
            } catch (UnmeasurableClipException e) {
                assertThat(e.reason()).as(e.detail()).isIn(FailureReason.TRUNCATED, FailureReason.DECODE_ERROR);
                seen++;
            }
        }

        // an evenly spread cut falls between two frames now and then
        assertThat(seen).isGreaterThan(CUTS * 3 / 4);
    }

    @Test
    void aFragmentedMp4CutInsideAFragmentIsSeenAndOneCutBetweenFragmentsIsNot() throws IOException {
        ClipMaker maker = new ClipMaker(folder);
        Path clip = clip("mp4", "libopenh264", "yuv420p", "frag_keyframe+empty_moov");
        byte[] bytes = ClipMaker.read(clip);
        int secondFragment = moofs(bytes).get(1);

        assertThat(reason(maker.cut(clip, "in-header", secondFragment + 20))).isEqualTo(FailureReason.TRUNCATED);
        assertThat(reason(maker.cut(clip, "in-data", secondFragment + 5000))).isEqualTo(FailureReason.TRUNCATED);
        assertThat(Planes.allOf(maker.cut(clip, "between", secondFragment)))
                .isEqualTo(Planes.allOf(clip).subList(0, 6));
    }

    @Test
    void aTransportStreamCutBetweenTwoFramesIsNotSeen() throws IOException {
        ClipMaker maker = new ClipMaker(folder);
        Path clip = clip("mpegts", "libopenh264", "yuv420p", "");
        byte[] bytes = ClipMaker.read(clip);
        long secondFrame = LongStream.iterate(188, at -> at < bytes.length, at -> at + 188)
                .filter(at -> startsAnAccessUnit(bytes, (int) at))
                .skip(1)
                .findFirst()
                .orElseThrow();

        assertThat(Planes.allOf(maker.cut(clip, "part", secondFrame))).hasSize(1);
    }

    @Test
    void bytesGoneFromTheMiddleAreSeen() throws IOException {
        ClipMaker maker = new ClipMaker(folder);
        Path clip = clip("mp4", "libopenh264", "yuv420p", "faststart");
        byte[] bytes = ClipMaker.read(clip);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 3000, (byte) 0);

        assertThat(reason(maker.bytes("holes.mp4", bytes))).isEqualTo(FailureReason.DECODE_ERROR);
    }

    private Path clip(String container, String codec, String format, String movflags) {
        ClipSpec.Builder spec = ClipSpec.of(320, 240, FRAMES)
                .container(container)
                .codec(codec, format)
                .keyFrameInterval(6);
        if (!movflags.isEmpty()) {
            spec.muxerOption("movflags", movflags);
        }
        return new ClipMaker(folder).make("whole." + container, spec.build());
    }

    private static List<Long> spread(long size) {
        List<Long> cuts = new ArrayList<>();
        for (int i = 1; i <= CUTS; i++) {
            cuts.add(size * i / (CUTS + 1));
        }
        cuts.add(size - 1);
        cuts.add(size - 100);
        return cuts;
    }

    private static FailureReason reason(Path clip) {
        try {
            throw new AssertionError("measured " + Planes.allOf(clip).size() + " frames of " + clip);
        } catch (UnmeasurableClipException e) {
            return e.reason();
        }
    }

    private static List<Integer> moofs(byte[] bytes) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 4; i + 4 <= bytes.length; i++) {
            if (bytes[i] == 'm' && bytes[i + 1] == 'o' && bytes[i + 2] == 'o' && bytes[i + 3] == 'f') {
                starts.add(i - 4);
            }
        }
        return starts;
    }

    /// A transport packet of the picture stream (the muxer's first stream has PID 0x100) that starts a unit.
    private static boolean startsAnAccessUnit(byte[] bytes, int at) {
        return (bytes[at + 1] & 0x40) != 0 && (bytes[at + 1] & 0x1f) == 0x01 && bytes[at + 2] == 0;
    }
}
