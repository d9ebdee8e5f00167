package io.vmaffleet.worker.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.FrameCodec;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RowAssemblerTest {
    @Test
    void whatWasComputedBecomesMeanAndPopulationDeviation() {
        FeatureRow row = RowAssembler.assemble(format(8, 25, Optional.empty()), Recipe.K150K, varying(1, 2, 3, 4));

        assertThat(TestRows.stats(row, Feature.MOTION2)).isEqualTo(TestRows.stats(2.5, Math.sqrt(1.25)));
        assertThat(TestRows.stats(row, Feature.VMAF)).isEqualTo(TestRows.stats(2.5, Math.sqrt(1.25)));
    }

    @Test
    void framesWithoutAValueArePassedOver() {
        FeatureRow row =
                RowAssembler.assemble(format(8, 25, Optional.empty()), Recipe.K150K, varying(Double.NaN, 2, 4));

        assertThat(TestRows.stats(row, Feature.CAMBI)).isEqualTo(TestRows.stats(3, 1));
    }

    @Test
    void aFeatureWithoutAnyValueIsNaN() {
        FeatureRow row =
                RowAssembler.assemble(format(8, 25, Optional.empty()), Recipe.K150K, varying(Double.NaN, Double.NaN));

        assertThat(TestRows.stats(row, Feature.CAMBI)).isEqualTo(FeatureStats.NONE);
    }

    @Test
    void whatIsConstantUnderSelfPairingIsFilledInByDepth() {
        FeatureRow eight = RowAssembler.assemble(format(8, 25, Optional.empty()), Recipe.K150K, varying(1));
        FeatureRow ten = RowAssembler.assemble(format(10, 25, Optional.empty()), Recipe.K150K, varying(1));

        assertThat(TestRows.stats(eight, Feature.PSNR_CB)).isEqualTo(TestRows.stats(60, 0));
        assertThat(TestRows.stats(ten, Feature.PSNR_CB)).isEqualTo(TestRows.stats(72, 0));
        assertThat(TestRows.stats(ten, Feature.FLOAT_MS_SSIM)).isEqualTo(TestRows.stats(1, 0));
        assertThat(TestRows.stats(ten, Feature.SPEED_CHROMA_UV)).isEqualTo(TestRows.stats(0, 0));
        assertThat(TestRows.stats(ten, Feature.PSNR_HVS)).isEqualTo(FeatureStats.NONE);
    }

    @Test
    void aConstantThatWasMeasuredAllTheSameIsTakenAsMeasured() {
        Map<Feature, double[]> scores = new EnumMap<>(Feature.class);
        varyingScores(scores, 1, 2);
        scores.put(Feature.PSNR_Y, new double[] {40, 42});

        FeatureRow row =
                RowAssembler.assemble(format(8, 25, Optional.empty()), Recipe.K150K, new FrameScores(2, scores));

        assertThat(TestRows.stats(row, Feature.PSNR_Y)).isEqualTo(TestRows.stats(41, 1));
    }

    @Test
    void eachFrameHasTheScoresThatVaryAndTheConstantOfTheOthers() {
        List<String> parts =
                RowAssembler.frames(format(10, 25, Optional.empty()), Recipe.K150K, varying(1, Double.NaN, 3));

        List<double[]> columns = FrameCodec.decode(parts, 25);
        assertThat(columns.get(Recipe.K150K.scores().indexOf(Feature.ADM2))).containsExactly(1, Double.NaN, 3);
        assertThat(columns.get(Recipe.K150K.scores().indexOf(Feature.VMAF))).containsExactly(1, Double.NaN, 3);
        assertThat(columns.get(Recipe.K150K.scores().indexOf(Feature.PSNR_Y))).containsExactly(72, 72, 72);
        assertThat(columns.get(Recipe.K150K.scores().indexOf(Feature.CIEDE2000)))
                .containsOnly(Double.NaN);
    }

    @Test
    void theMotionWeightIsUnroundedAndTheFormatIsTheRows() {
        FeatureRow row =
                RowAssembler.assemble(format(10, 60000 / 1001.0, Optional.of("smpte2084")), Recipe.K150K, varying(1));

        assertThat(row.motionFpsWeight()).isEqualTo(30 / (60000 / 1001.0));
        assertThat(row.fps()).isEqualTo(60000 / 1001.0);
        assertThat(row.isHdr()).isTrue();
        assertThat(row.width()).isEqualTo(360);
        assertThat(row.height()).isEqualTo(640);
    }

    @Test
    void aFeatureThatVariesAndIsMissingIsAnError() {
        FrameScores scores = new FrameScores(1, Map.of(Feature.VMAF, new double[] {90}));

        assertThatIllegalStateException()
                .isThrownBy(() -> RowAssembler.assemble(format(8, 25, Optional.empty()), Recipe.K150K, scores))
                .withMessageContaining("adm2");
    }

    @Test
    void noFrameIsNoRow() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RowAssembler.assemble(
                        format(8, 25, Optional.empty()), Recipe.K150K, new FrameScores(0, Map.of())));
    }

    private static MediaFormat format(int bitDepth, double fps, Optional<String> transfer) {
        return new MediaFormat(
                640,
                360,
                90,
                360,
                640,
                bitDepth,
                bitDepth,
                fps,
                "h264",
                "yuv420p",
                Colour.of(transfer, Optional.empty()),
                0);
    }

    private static FrameScores varying(double... values) {
        Map<Feature, double[]> scores = new EnumMap<>(Feature.class);
        varyingScores(scores, values);
        return new FrameScores(values.length, scores);
    }

    private static void varyingScores(Map<Feature, double[]> scores, double... values) {
        Recipe.K150K.features().stream()
                .filter(Feature::variesWhenIdentical)
                .forEach(feature -> scores.put(feature, values.clone()));
    }
}
