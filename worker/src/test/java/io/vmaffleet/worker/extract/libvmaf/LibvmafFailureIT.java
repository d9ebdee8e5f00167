package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import io.vmaffleet.worker.extract.libvmaf.Measurement.ExtractorUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each failure gets a library of its own to poison.
final class LibvmafFailureIT {
    private final VmafLibrary library = TestLibrary.load();
    private final LibvmafExtractor extractor = new LibvmafExtractor(library);

    @Test
    void anExtractorThatRefusesPoisonsTheEngine() {
        MediaFormat small = TestFormats.sdr(64, 64);
        Measurement measurement = Measurement.of(small, Recipe.K150K, Scope.VARYING);

        assertThatThrownBy(() -> Clips.measure(library, small, 2, measurement))
                .isInstanceOfSatisfying(VmafException.class, e -> {
                    assertThat(e.function()).isEqualTo("vmaf_read_pictures");
                    assertThat(e.code()).isEqualTo(-22);
                    assertThat(e).hasMessageContaining("64x64");
                });

        assertThat(extractor.poisoned()).isTrue();
        MediaFormat fine = TestFormats.sdr(216, 176);
        assertThatIllegalStateException()
                .isThrownBy(() -> Clips.measure(library, fine, 1, Measurement.of(fine, Recipe.K150K, Scope.VARYING)))
                .withMessageContaining("replaced");
    }

    @Test
    void aPositiveReturnIsAFailureToo() {
        MediaFormat small = TestFormats.sdr(160, 170);
        Measurement measurement = new Measurement(
                Measurement.PLAIN_C,
                1,
                Recipe.K150K.models(),
                List.of(new ExtractorUse("float_ms_ssim", Map.of())),
                Map.of(Feature.FLOAT_MS_SSIM, "float_ms_ssim"),
                Set.of());

        assertThatThrownBy(() -> Clips.measure(library, small, 1, measurement))
                .isInstanceOfSatisfying(
                        VmafException.class, e -> assertThat(e.code()).isPositive());
        assertThat(extractor.poisoned()).isTrue();
    }

    @Test
    void aScoreThatIsExpectedAndAbsentIsAnError() {
        MediaFormat format = TestFormats.sdr(216, 176);
        Measurement right = Measurement.of(format, Recipe.K150K, Scope.VARYING);
        Measurement wrong = new Measurement(
                right.cpuMask(),
                1,
                right.models(),
                right.extractors(),
                Map.of(Feature.CAMBI, "cambi_eotf_pq"),
                Set.of());

        assertThatThrownBy(() -> Clips.measure(library, format, 1, wrong))
                .isInstanceOf(VmafException.class)
                .hasMessageContaining("vmaf_feature_score_at_index")
                .hasMessageContaining("cambi_eotf_pq");
    }

    @Test
    void anOptionThatAnExtractorDoesNotTakeIsAnError() {
        MediaFormat format = TestFormats.at(216, 176, 60);
        Measurement right = Measurement.of(format, Recipe.K150K, Scope.VARYING);
        Measurement wrong = new Measurement(
                right.cpuMask(),
                1,
                right.models(),
                List.of(new ExtractorUse("motion", Map.of("motion_fps_weight", "77"))),
                right.scoreNames(),
                Set.of());

        assertThatThrownBy(() -> Clips.measure(library, format, 1, wrong))
                .isInstanceOf(VmafException.class)
                .hasMessageContaining("vmaf_use_feature")
                .hasMessageContaining("77");
    }

    @Test
    void aModelTheLibraryDoesNotHaveIsAnotherWorkersTaskAndPoisonsNothing() {
        Recipe recipe = Recipe.K150K.withModels(List.of(Model.builtIn("vmaf_v9.9.9")));
        try (SyntheticFrames clip = Clips.of(TestFormats.sdr(216, 176), 1)) {
            assertThatThrownBy(() -> extractor.extract(clip, recipe, Scope.VARYING, FrameListener.NONE))
                    .isInstanceOf(UnsupportedRecipeException.class)
                    .hasMessageContaining("vmaf_v9.9.9");
        }

        assertThat(extractor.poisoned()).isFalse();
        assertMeasures();
    }

    @Test
    void aClipThatBreaksInTheMiddleLeavesTheEngineUsable() {
        try (BreakingClip clip = new BreakingClip()) {
            assertThatThrownBy(() -> extractor.extract(clip, Recipe.K150K, Scope.VARYING, FrameListener.NONE))
                    .isInstanceOf(UnmeasurableClipException.class);
        }

        assertThat(extractor.poisoned()).isFalse();
        assertMeasures();
    }

    @Test
    void aFrameOfAnotherSizeThanItsClipIsChangedGeometry() {
        try (SyntheticFrames smaller = Clips.of(TestFormats.sdr(216, 176), 1)) {
            FrameSource claimsMore = new FrameSource() {
                @Override
                public MediaFormat format() {
                    return TestFormats.sdr(540, 960);
                }

                @Override
                public Optional<VideoFrame> next() {
                    return smaller.next();
                }

                @Override
                public void close() {}
            };

            assertThatThrownBy(() -> extractor.extract(claimsMore, Recipe.K150K, Scope.VARYING, FrameListener.NONE))
                    .isInstanceOfSatisfying(
                            UnmeasurableClipException.class,
                            e -> assertThat(e.reason()).isEqualTo(FailureReason.GEOMETRY_CHANGED));
        }
    }

    @Test
    void aSecondContextWithAnotherCpuMaskIsRefused() {
        Measurement wide = Measurement.of(TestFormats.sdr(544, 176), Recipe.K150K, Scope.VARYING);
        Measurement narrow = Measurement.of(TestFormats.sdr(216, 176), Recipe.K150K, Scope.VARYING);
        try (VmafSession open = new VmafSession(library, ModelFiles.NONE, wide)) {
            assertThatIllegalStateException().isThrownBy(() -> new VmafSession(library, ModelFiles.NONE, narrow));
            assertThat(open.poisoned()).isFalse();
        }

        assertMeasures();
    }

    private void assertMeasures() {
        MediaFormat format = TestFormats.sdr(216, 176);
        assertThat(Clips.measure(library, format, 1, Measurement.of(format, Recipe.K150K, Scope.VARYING))
                        .frames())
                .isOne();
    }

    private static final class BreakingClip implements FrameSource {
        private final SyntheticFrames frames = Clips.of(TestFormats.sdr(216, 176), 2);
        private int given;

        @Override
        public MediaFormat format() {
            return frames.format();
        }

        @Override
        public Optional<VideoFrame> next() {
            if (given++ == 2) {
                throw new UnmeasurableClipException(FailureReason.DECODE_ERROR, "frame 2 cannot be decoded");
            }
            return frames.next();
        }

        @Override
        public void close() {
            frames.close();
        }
    }
}
