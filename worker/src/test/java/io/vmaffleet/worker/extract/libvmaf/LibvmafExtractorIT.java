package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.ConstantsAudit;
import io.vmaffleet.worker.extract.FeatureExtractor.AuditedScores;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FrameScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LibvmafExtractorIT {
    /// Bytes; one picture lost a clip would be 79 MiB in a round of 60, one context a clip far more.
    private static final long LOST_PICTURES = 40L << 20;

    /// What is lost with every clip grows in every round; what the virtual machine takes for itself, in some.
    private static final int MOST_ROUNDS = 5;

    private final LibvmafExtractor extractor = new LibvmafExtractor(TestLibrary.get());

    @Test
    void anAuditGivesTheClipsScoresAndItsFirstTwoFramesInFull() {
        MediaFormat format = TestFormats.tenBits(216, 176);
        try (SyntheticFrames clip = Clips.of(format, 4);
                SyntheticFrames again = Clips.of(format, 4)) {
            FrameScores plain = extractor.extract(clip, Recipe.K150K, Scope.VARYING, FrameListener.NONE);

            AuditedScores audited = extractor.extractAudited(again, Recipe.K150K, FrameListener.NONE);

            assertThat(audited.scores().frames()).isEqualTo(4);
            for (Score feature : plain.computed()) {
                assertThat(audited.scores().of(feature)).containsExactly(plain.of(feature));
            }
            assertThat(audited.firstFrames().frames()).isEqualTo(2);
            assertThat(audited.firstFrames().computed()).hasSameSizeAs(Recipe.K150K.features());
            // The audited frames are the clip's first two, not any two.
            assertThat(audited.firstFrames().of(Feature.CAMBI)[1]).isEqualTo(plain.of(Feature.CAMBI)[1]);
            assertThat(audited.firstFrames().of(Feature.VIF_SCALE0)[0]).isEqualTo(plain.of(Feature.VIF_SCALE0)[0]);
            assertThat(ConstantsAudit.difference(Recipe.K150K, audited.firstFrames(), 10))
                    .isEmpty();
        }
    }

    @Test
    void aClipOfOneFrameIsAuditedOnThatFrame() {
        try (SyntheticFrames clip = Clips.of(TestFormats.sdr(216, 176), 1)) {
            AuditedScores audited = extractor.extractAudited(clip, Recipe.K150K, FrameListener.NONE);

            assertThat(audited.firstFrames().frames()).isOne();
        }
    }

    @Test
    void noFrameGivesScoresOfNoFrames() {
        try (SyntheticFrames clip = Clips.of(TestFormats.sdr(216, 176), 0)) {
            AuditedScores audited = extractor.extractAudited(clip, Recipe.K150K, FrameListener.NONE);

            assertThat(audited.scores().frames()).isZero();
            assertThat(audited.firstFrames().frames()).isZero();
        }
    }

    @Test
    void theListenerHearsOfEveryFrame() {
        List<Long> heard = new ArrayList<>();
        try (SyntheticFrames clip = Clips.of(TestFormats.sdr(216, 176), 3)) {
            extractor.extract(clip, Recipe.K150K, Scope.VARYING, heard::add);
        }

        assertThat(heard).containsExactly(1L, 2L, 3L);
    }

    @Test
    void anotherBuiltInModelGivesAnotherVmafAndTheSameFeatures() {
        MediaFormat format = TestFormats.sdr(560, 320);
        Recipe newer = Recipe.K150K.withModels(List.of(Model.builtIn("vmaf_v1.0.16_3d0h")));
        try (SyntheticFrames clip = Clips.of(format, 2);
                SyntheticFrames again = Clips.of(format, 2)) {
            FrameScores old = extractor.extract(clip, Recipe.K150K, Scope.VARYING, FrameListener.NONE);
            FrameScores scores = extractor.extract(again, newer, Scope.VARYING, FrameListener.NONE);

            assertThat(scores.of(Feature.VMAF)).isNotEqualTo(old.of(Feature.VMAF));
            for (Feature feature : List.of(Feature.ADM2, Feature.VIF_SCALE3, Feature.MOTION2, Feature.CAMBI)) {
                assertThat(scores.of(feature)).as(feature.column()).containsExactly(old.of(feature));
            }
        }
    }

    @Test
    void aPairIsMeasuredInFullAndDiffers() {
        MediaFormat format = TestFormats.sdr(216, 176);
        try (SyntheticFrames reference = new SyntheticFrames(format, 2, SyntheticFrames.Side.REFERENCE);
                SyntheticFrames distorted = new SyntheticFrames(format, 2, SyntheticFrames.Side.DISTORTED)) {
            FrameScores scores =
                    extractor.extract(FramePairSource.inStep(reference, distorted), Recipe.K150K, FrameListener.NONE);

            assertThat(scores.computed()).hasSameSizeAs(Recipe.K150K.features());
            assertThat(scores.of(Feature.PSNR_Y)[0]).isBetween(20.0, 50.0);
            assertThat(scores.of(Feature.VMAF)[1]).isBetween(20.0, 90.0);
            assertThat(scores.of(Feature.CIEDE2000)[0]).isFinite();
        }
    }

    @Test
    void aPairThatEndsAtDifferentFramesIsRefused() {
        MediaFormat format = TestFormats.sdr(216, 176);
        try (SyntheticFrames reference = Clips.of(format, 2);
                SyntheticFrames distorted = Clips.of(format, 1)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> extractor.extract(
                            FramePairSource.inStep(reference, distorted), Recipe.K150K, FrameListener.NONE));
        }
    }

    @Test
    void aPictureOf2160LinesAtTenBitsIsMeasured() {
        try (SyntheticFrames clip = Clips.of(TestFormats.tenBits(3840, 2160), 2)) {
            FrameScores scores = extractor.extract(clip, Recipe.K150K, Scope.VARYING, FrameListener.NONE);

            assertThat(scores.of(Feature.VMAF)).hasSize(2);
            assertThat(scores.of(Feature.MOTION)[1]).isPositive();
        }
    }

    @Test
    void theConstantsHoldWithThisLibrary() {
        assertThat(ConstantsProof.difference(extractor)).isEmpty();
    }

    /// What looks at frames before it (motion, speed_temporal) has seen them all.
    @ParameterizedTest
    @EnumSource(Scope.class)
    void oneFrameInThreeHasTheScoresThatItHasAmongAll(Scope scope) {
        MediaFormat format = TestFormats.sdr(560, 176);
        int frames = 8;

        FrameScores all = Clips.measure(TestLibrary.get(), format, frames, Measurement.of(format, Recipe.K150K, scope));
        FrameScores some = Clips.measure(
                TestLibrary.get(), format, frames, Measurement.of(format, Recipe.K150K.withSubsample(3), scope));

        assertThat(some.frames()).isEqualTo(3);
        assertThat(some.computed()).isEqualTo(all.computed());
        for (Score feature : all.computed()) {
            double[] of = all.of(feature);
            assertThat(some.of(feature)).as(feature.column()).containsExactly(of[0], of[3], of[6]);
        }
    }

    @Test
    void clipAfterClipLeavesNoMemoryBehind() throws IOException {
        MediaFormat format = TestFormats.sdr(1280, 720);
        try (SyntheticFrames clip = Clips.of(format, 1)) {
            VideoFrame frame = clip.next().orElseThrow();
            long smallestGrowth = Long.MAX_VALUE;
            for (int round = 0; round < MOST_ROUNDS && smallestGrowth >= LOST_PICTURES; round++) {
                long before = residentBytes();
                measureClips(60, format, frame);
                smallestGrowth = Math.min(smallestGrowth, residentBytes() - before);
            }

            assertThat(smallestGrowth).isLessThan(LOST_PICTURES);
        }
    }

    /// Clips of one and the same frame, so that hardly anything but libvmaf asks for memory.
    private void measureClips(int clips, MediaFormat format, VideoFrame frame) {
        for (int i = 0; i < clips; i++) {
            Iterator<VideoFrame> frames = List.of(frame).iterator();
            FrameSource clip = new FrameSource() {
                @Override
                public MediaFormat format() {
                    return format;
                }

                @Override
                public Optional<VideoFrame> next() {
                    return frames.hasNext() ? Optional.of(frames.next()) : Optional.empty();
                }

                @Override
                public void close() {}
            };
            extractor.extract(clip, Recipe.K150K, Scope.VARYING, FrameListener.NONE);
        }
    }

    private static long residentBytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }
}
