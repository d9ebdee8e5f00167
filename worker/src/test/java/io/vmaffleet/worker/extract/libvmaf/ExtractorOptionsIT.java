package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.ExtractorOption;
import io.vmaffleet.feature.ExtractorOption.Values;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.FrameScores;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every option that a recipe may set is one that the real libvmaf takes, and whose scores are found under the name
/// that the rule gives.
final class ExtractorOptionsIT {
    /// The model is not asked for, so that the extractor alone files scores.
    private static final List<Feature> WITHOUT_MODEL = Feature.inOrder().stream()
            .filter(feature -> feature != Feature.VMAF)
            .toList();

    static Stream<Arguments> options() {
        return Arrays.stream(Extractor.values())
                .flatMap(extractor -> extractor.options().stream().map(option -> Arguments.of(extractor, option)));
    }

    @ParameterizedTest
    @MethodSource("options")
    void itsScoresAreFoundUnderTheirName(Extractor extractor, ExtractorOption option) {
        Recipe recipe = recipe(extractor, option.name(), another(option));
        MediaFormat format = TestFormats.sdr(560, 320);

        FrameScores scores = Clips.measure(TestLibrary.get(), format, 6, Measurement.of(format, recipe, Scope.VARYING));

        assertThat(scores.computed()).containsAll(recipe.features());
        assertThat(scores.frames()).isEqualTo(6);
    }

    @Test
    void anOptionChangesWhatIsMeasuredAndNothingElse() {
        MediaFormat format = TestFormats.sdr(560, 320);
        Recipe plain = Recipe.K150K.withFeatures(List.of(Feature.CAMBI, Feature.MOTION2));
        Recipe told = plain.withExtractorOptions(Map.of(Extractor.CAMBI, Map.of("topk", "0.1")));

        FrameScores before = Clips.measure(TestLibrary.get(), format, 2, Measurement.of(format, plain, Scope.ALL));
        FrameScores after = Clips.measure(TestLibrary.get(), format, 2, Measurement.of(format, told, Scope.ALL));

        assertThat(after.of(Feature.CAMBI)).isNotEqualTo(before.of(Feature.CAMBI));
        assertThat(after.of(Feature.MOTION2)).containsExactly(before.of(Feature.MOTION2));
    }

    @Test
    void theModelsOwnFeaturesStayAsTheModelWantsThem() {
        MediaFormat format = TestFormats.sdr(560, 320);
        Recipe plain = Recipe.K150K.withFeatures(List.of(Feature.MOTION2, Feature.VMAF));
        Recipe told = plain.withExtractorOptions(Map.of(Extractor.MOTION, Map.of("motion_max_val", "0.5")));

        FrameScores before = Clips.measure(TestLibrary.get(), format, 3, Measurement.of(format, plain, Scope.ALL));
        FrameScores after = Clips.measure(TestLibrary.get(), format, 3, Measurement.of(format, told, Scope.ALL));

        assertThat(after.of(Feature.MOTION2)).isNotEqualTo(before.of(Feature.MOTION2));
        assertThat(after.of(Feature.VMAF)).containsExactly(before.of(Feature.VMAF));
    }

    /// What is told something is measured, since its constant does not know of that.
    @Test
    void aConstantThatIsToldSomethingIsMeasured() {
        MediaFormat format = TestFormats.tenBits(560, 320);
        Recipe told = Recipe.K150K.withExtractorOptions(Map.of(Extractor.PSNR, Map.of("reduced_hbd_peak", "true")));

        FrameScores scores = Clips.measure(TestLibrary.get(), format, 1, Measurement.of(format, told, Scope.VARYING));

        assertThat(scores.of(Feature.PSNR_Y)[0]).isEqualTo(72);
        assertThat(scores.has(Feature.FLOAT_SSIM)).isFalse();
    }

    private static Recipe recipe(Extractor extractor, String option, String value) {
        List<Feature> features = WITHOUT_MODEL.stream()
                .filter(feature -> feature.extractor().orElseThrow() == extractor)
                .toList();
        return Recipe.K150K.withFeatures(features).withExtractorOptions(Map.of(extractor, Map.of(option, value)));
    }

    /// A value that is not the default.
    private static String another(ExtractorOption option) {
        return switch (option.values()) {
            case Values.Truth() -> String.valueOf(!Boolean.parseBoolean(option.byDefault()));
            case Values.Whole(int least, int most) -> {
                int byDefault = Integer.parseInt(option.byDefault());
                yield String.valueOf(byDefault < most ? byDefault + 1 : byDefault - 1);
            }
            case Values.Real(BigDecimal least, BigDecimal most) -> {
                BigDecimal byDefault = new BigDecimal(option.byDefault());
                BigDecimal other = byDefault.compareTo(most) < 0 ? most : least;
                yield option.canonical(byDefault
                                .add(other)
                                .divide(BigDecimal.TWO)
                                .setScale(3, RoundingMode.DOWN)
                                .toPlainString())
                        .orElseThrow();
            }
            case Values.Words(List<String> words) -> words.getLast();
        };
    }
}
