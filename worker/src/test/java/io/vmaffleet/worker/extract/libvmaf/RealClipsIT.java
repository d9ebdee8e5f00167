package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;
import io.vmaffleet.worker.clips.ClipEncoder;
import io.vmaffleet.worker.clips.ClipSpec;
import io.vmaffleet.worker.decode.ClipFile;
import io.vmaffleet.worker.decode.FfmpegFrameSource;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.Roots;
import io.vmaffleet.worker.extract.ClipMeasurer;
import io.vmaffleet.worker.extract.ConstantsAudit;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FrameScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The row of a real encode, as it is shipped, against every extractor really run on the same frames in plain C.
final class RealClipsIT {
    private final VmafLibrary library = TestLibrary.get();

    @TempDir
    private Path folder;

    static Stream<Arguments> clips() {
        return Stream.of(
                Arguments.of("8 bits", ClipSpec.of(640, 360, 4)),
                Arguments.of(
                        "10-bit HDR at 60 frames a second",
                        ClipSpec.of(640, 360, 4).rate(60, 1).pqHdr()),
                Arguments.of("rotated", ClipSpec.of(640, 360, 3).rotation(90)),
                Arguments.of(
                        "4:2:2",
                        ClipSpec.of(320, 240, 3)
                                .codec("prores_ks", "yuv422p10le")
                                .container("mov")),
                Arguments.of("variable rate", ClipSpec.of(320, 240, 6).timestamps(List.of(0L, 1L, 4L, 5L, 11L, 12L))),
                Arguments.of(
                        "full range",
                        ClipSpec.of(320, 240, 3).codec("mjpeg", "yuvj420p").range("pc")),
                Arguments.of("one frame long", ClipSpec.of(320, 240, 1)),
                Arguments.of("portrait 360x640, where SIMD is wrong", ClipSpec.of(360, 640, 3)),
                Arguments.of("portrait 270x480, where SIMD is wrong", ClipSpec.of(270, 480, 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void theRowIsWhatEveryExtractorGivesInPlainC(String name, ClipSpec.Builder spec) throws IOException {
        Path clip = ClipEncoder.encode(spec.build(), folder.resolve("clip.mp4"));

        FeatureRow row = shipped(clip);
        FrameScores full;
        int bitDepth;
        try (ClipFile file = open(clip);
                FrameSource frames = FfmpegFrameSource.open(file)) {
            bitDepth = frames.format().bitDepth();
            Measurement all = Measurement.of(frames.format(), Recipe.K150K, Scope.ALL);
            full = new LibvmafExtractor(library)
                    .extract(frames, Clips.withMask(all, Measurement.PLAIN_C), FrameListener.NONE);
        }

        assertThat(ConstantsAudit.difference(full, bitDepth)).isEmpty();
        for (Feature feature : Feature.inOrder()) {
            FeatureStats expected = feature.variesWhenIdentical()
                    ? FeatureStats.of(full.of(feature))
                    : FeatureStats.constant(feature.whenIdentical(bitDepth));
            FeatureStats stats = row.stats(feature);
            if (feature.variesWhenIdentical()) {
                assertThat(stats.mean()).as("%s mean", feature).isCloseTo(expected.mean(), within(1e-9));
                assertThat(stats.std()).as("%s std", feature).isCloseTo(expected.std(), within(1e-9));
            } else {
                assertThat(stats).as("%s", feature).isEqualTo(expected);
            }
        }
    }

    private FeatureRow shipped(Path clip) throws IOException {
        ClipTask task = new ClipTask(
                new RunId("0000000000000001"),
                new ClipName("clip.mp4"),
                1,
                clip.toString(),
                Files.size(clip),
                Recipe.K150K,
                Optional.empty(),
                false,
                Optional.empty());
        try (ClipFile file = open(clip);
                FrameSource frames = FfmpegFrameSource.open(file)) {
            ClipResult result = new ClipMeasurer(new LibvmafExtractor(library))
                    .measure(task, frames, FrameListener.NONE)
                    .result();
            assertThat(result).isInstanceOf(ClipResult.Extracted.class);
            return ((ClipResult.Extracted) result).row();
        }
    }

    private ClipFile open(Path clip) throws IOException {
        return ClipFile.open(clip.toString(), Files.size(clip), Roots.of(folder.toRealPath()));
    }
}
