package io.vmaffleet.worker.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MediaProbeIT {
    @TempDir
    Path folder;

    private ProbedMedia probe(Path file) throws IOException {
        try (ClipFile clip = ClipFile.open(file.toString(), Files.size(file), Roots.of(folder))) {
            return MediaProbe.probe(clip);
        }
    }

    private ProbedMedia probe(ClipSpec.Builder spec) throws IOException {
        return probe(ClipEncoder.encode(spec.build(), folder.resolve("clip.mp4")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180})
    void theFormatIsWhatARunWouldSee(int rotation) throws IOException {
        Path file = ClipEncoder.encode(
                ClipSpec.of(320, 240, 3).pqHdr().rotation(rotation).build(), folder.resolve("clip.mp4"));

        ProbedMedia media = probe(file);

        try (ClipFile clip = ClipFile.open(file.toString(), Files.size(file), Roots.of(folder));
                TimedFrames frames = FfmpegFrameSource.open(clip)) {
            assertThat(media.format()).isEqualTo(frames.format());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "matroska", "mov", "mpegts"})
    void theTimesOfAConstantRateAreThoseOfItsFrames(String container) throws IOException {
        PictureTimes times = probe(ClipSpec.of(320, 240, 30).rate(30_000, 1001).container(container))
                .times();

        assertThat(times.frames()).isEqualTo(30);
        assertThat(times.isVariable()).isFalse();
        assertThat(times.rate()).isCloseTo(29.97, within(0.05));
        assertThat(times.seconds()).isCloseTo(1.001, within(0.035));
    }

    @Test
    void framesThatAreDecodedInAnotherOrderAreNoVariableRate() throws IOException {
        ProbedMedia media =
                probe(ClipSpec.of(320, 240, 20).codec("mpeg4", "yuv420p").bFrames(2));

        assertThat(media.times().frames()).isEqualTo(20);
        assertThat(media.times().isVariable()).isFalse();
    }

    @Test
    void unequalFramesAreAVariableRate() throws IOException {
        PictureTimes times = probe(ClipSpec.of(320, 240, 4).timestamps(List.of(0L, 1L, 4L, 5L)))
                .times();

        assertThat(times.isVariable()).isTrue();
        assertThat(times.longest()).isCloseTo(0.12, within(1e-9));
        assertThat(times.seconds()).isCloseTo(0.24, within(0.041));
    }

    @Test
    void framesThatAnEditListCutsOffAreNotCounted() throws IOException {
        PictureTimes times = probe(ClipSpec.of(320, 240, 5).timestamps(List.of(-2L, -1L, 0L, 1L, 2L)))
                .times();

        assertThat(times.frames()).isEqualTo(3);
        assertThat(times.isVariable()).isFalse();
    }

    @Test
    void aCutBehindTheFirstFrameIsSeenWithoutDecoding() throws IOException {
        Path file = ClipEncoder.encode(
                ClipSpec.of(320, 240, 20).muxerOption("movflags", "faststart").build(), folder.resolve("clip.mp4"));
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));

        assertThatExceptionOfType(UnmeasurableClipException.class)
                .isThrownBy(() -> probe(file))
                .matches(e -> e.reason() == FailureReason.TRUNCATED);
    }
}
