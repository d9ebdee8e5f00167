package io.vmaffleet.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ConstantsAuditTest {
    @Test
    void aboutOneNameOfFiveHundredIsAudited() {
        long audited = IntStream.range(0, 100_000)
                .filter(i -> ConstantsAudit.isAudited(new ClipName("clip_" + i + ".mp4")))
                .count();

        assertThat(audited).isBetween(150L, 250L);
    }

    @Test
    void theSameNameIsAuditedOnEveryHost() {
        assertThat(ConstantsAudit.isAudited(AuditedName.AUDITED)).isTrue();
        assertThat(ConstantsAudit.isAudited(AuditedName.NOT_AUDITED)).isFalse();
    }

    @Test
    void trueConstantsPassAtBothDepths() {
        assertThat(ConstantsAudit.difference(Recipe.K150K, constants(8, Map.of()), 8))
                .isEmpty();
        assertThat(ConstantsAudit.difference(Recipe.K150K, constants(10, Map.of()), 10))
                .isEmpty();
    }

    @Test
    void aConstantOffByOneUnitInTheLastPlaceIsNamedWithItsFrame() {
        FrameScores scores = constants(8, Map.of(Feature.PSNR_Y, Math.nextDown(60.0)));

        assertThat(ConstantsAudit.difference(Recipe.K150K, scores, 8))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains("psnr_y")
                        .contains("59.99999999")
                        .contains("frame 1"));
    }

    @Test
    void ssimMayBeAFloatsLastPlacesAwayFromOneAndNoMore() {
        double below = Math.nextDown(1f);
        double above = Math.nextUp(1f);

        assertThat(ConstantsAudit.difference(
                        Recipe.K150K, constants(8, Map.of(Feature.FLOAT_SSIM, above, Feature.FLOAT_MS_SSIM, below)), 8))
                .isEmpty();
        assertThat(ConstantsAudit.difference(Recipe.K150K, constants(8, Map.of(Feature.FLOAT_SSIM, 1 - 1e-6)), 8))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("float_ssim"));
    }

    @Test
    void speedWithoutAUsableSolutionIsLibvmafsOwnAndAnyOtherNumberIsNot() {
        assertThat(ConstantsAudit.difference(
                        Recipe.K150K,
                        constants(8, Map.of(Feature.SPEED_TEMPORAL, Double.NaN, Feature.SPEED_CHROMA_U, 1000.0)),
                        8))
                .isEmpty();
        assertThat(ConstantsAudit.difference(Recipe.K150K, constants(8, Map.of(Feature.SPEED_CHROMA_V, 999.0)), 8))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("speed_chroma_v"));
        assertThat(ConstantsAudit.difference(Recipe.K150K, constants(8, Map.of(Feature.SPEED_TEMPORAL, 1e-9)), 8))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("speed_temporal"));
    }

    @Test
    void theCapOfAnotherDepthDiffers() {
        assertThat(ConstantsAudit.difference(Recipe.K150K, constants(8, Map.of()), 10))
                .hasValueSatisfying(sentence ->
                        assertThat(sentence).contains("psnr_y").contains("60.0").contains("72.0"));
    }

    @Test
    void aFiniteScoreWhereNoneIsExpectedDiffers() {
        assertThat(ConstantsAudit.difference(Recipe.K150K, constants(8, Map.of(Feature.CIEDE2000, 99.0)), 8))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("ciede2000").contains("no finite value"));
    }

    /// Two frames, the first true, the second with what is planted.
    private static FrameScores constants(int bitDepth, Map<Feature, Double> planted) {
        Map<Feature, double[]> scores = new EnumMap<>(Feature.class);
        for (Feature feature : Recipe.K150K.features()) {
            double constant = feature.variesWhenIdentical() ? 0.5 : feature.whenIdentical(bitDepth);
            scores.put(feature, new double[] {constant, planted.getOrDefault(feature, constant)});
        }
        return new FrameScores(2, scores);
    }
}
