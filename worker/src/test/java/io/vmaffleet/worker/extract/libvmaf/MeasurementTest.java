package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.libvmaf.Measurement.ExtractorUse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MeasurementTest {
    @Test
    void underSelfPairingOnlyWhatVariesIsComputed() {
        Measurement measurement = Measurement.of(TestFormats.sdr(960, 540), Recipe.K150K, Scope.VARYING);

        assertThat(measurement.extractors())
                .containsExactly(
                        new ExtractorUse("adm", Map.of()),
                        new ExtractorUse("vif", Map.of()),
                        new ExtractorUse("motion", Map.of()),
                        new ExtractorUse("cambi", Map.of()));
        assertThat(measurement.scoreNames()).doesNotContainKeys(Feature.PSNR_Y, Feature.CIEDE2000, Feature.VMAF);
        assertThat(measurement.models()).containsExactly(Model.builtIn("vmaf_v0.6.1"));
    }

    @Test
    void theFullSetIsEveryExtractorOnceAndANameForEveryFeatureButTheModels() {
        Measurement measurement = Measurement.of(TestFormats.sdr(960, 540), Recipe.K150K, Scope.ALL);

        assertThat(measurement.extractors())
                .extracting(ExtractorUse::name)
                .containsExactlyElementsOf(VmafLibrary.extractors().toList())
                .hasSize(11);
        assertThat(measurement.scoreNames()).hasSize(Recipe.K150K.features().size() - 1);
    }

    @Test
    void withoutOptionsTheNamesAreTheExtractorsOwn() {
        Measurement measurement = Measurement.of(TestFormats.sdr(960, 540), Recipe.K150K, Scope.ALL);

        assertThat(measurement.scoreNames())
                .containsEntry(Feature.MOTION, "VMAF_integer_feature_motion_sad_score")
                .containsEntry(Feature.MOTION2, "VMAF_integer_feature_motion2_score")
                .containsEntry(Feature.CAMBI, "Cambi_feature_cambi_score");
    }

    @Test
    void hdrPicturesAreReadAsPqAndTheirCambiIsNamedSo() {
        MediaFormat hdr = TestFormats.hdr(960, 540);
        Measurement varying = Measurement.of(hdr, Recipe.K150K, Scope.VARYING);
        Measurement all = Measurement.of(hdr, Recipe.K150K, Scope.ALL);

        assertThat(varying.extractors()).contains(new ExtractorUse("cambi", Map.of("eotf", "pq")));
        assertThat(all.extractors())
                .contains(new ExtractorUse("cambi", Map.of("eotf", "pq")))
                .contains(new ExtractorUse("float_ms_ssim", Map.of("enable_db", "false")));
        assertThat(varying.scoreNames()).containsEntry(Feature.CAMBI, "cambi_eotf_pq");
        assertThat(all.scoreNames())
                .containsEntry(Feature.CAMBI, "cambi_eotf_pq")
                .containsEntry(Feature.FLOAT_MS_SSIM, "float_ms_ssim");
    }

    @ParameterizedTest
    @CsvSource({
        "60,     0.5",
        "59.94,  0.5005",
        "50,     0.6",
        "15,     2",
        "23.976, 1.2513",
        "33,     0.9091",
        "120,    0.25",
        "240,    0.25",
        "1,      4"
    })
    void theMotionWeightIsGivenRoundedToFourDecimalsAndNamedAsCPrintsIt(double fps, String weight) {
        Measurement measurement = Measurement.of(TestFormats.at(fps), Recipe.K150K, Scope.VARYING);

        assertThat(measurement.extractors()).contains(new ExtractorUse("motion", Map.of("motion_fps_weight", weight)));
        assertThat(measurement.scoreNames())
                .containsEntry(Feature.MOTION, "VMAF_integer_feature_motion_sad_score_mfw_" + weight)
                .containsEntry(Feature.MOTION2, "integer_motion2_mfw_" + weight)
                .containsEntry(Feature.MOTION3, "integer_motion3_mfw_" + weight)
                .containsEntry(Feature.ADM2, "VMAF_integer_feature_adm2_score");
    }

    @ParameterizedTest
    @CsvSource({"24", "25", "29.97", "32", "0"})
    void anOrdinaryOrUnknownRateHasNoWeight(double fps) {
        Measurement measurement = Measurement.of(TestFormats.at(fps), Recipe.K150K, Scope.VARYING);

        assertThat(measurement.extractors()).contains(new ExtractorUse("motion", Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"176,63", "270,63", "543,63", "544,0", "960,0", "3840,0"})
    void picturesNarrowerThan544AreMeasuredInPlainC(int width, long mask) {
        assertThat(Measurement.of(TestFormats.sdr(width, 1000), Recipe.K150K, Scope.VARYING)
                        .cpuMask())
                .isEqualTo(mask);
        assertThat(Measurement.of(TestFormats.sdr(width, 1000), Recipe.K150K, Scope.ALL)
                        .cpuMask())
                .isEqualTo(mask);
    }

    @Test
    void whatARecipeTellsAnExtractorIsStrongerThanWhatFollowsFromTheClip() {
        Recipe told = Recipe.K150K.withExtractorOptions(Map.of(
                Extractor.MOTION, Map.of("motion_fps_weight", "1", "motion_max_val", "18"),
                Extractor.CAMBI, Map.of("eotf", "bt1886")));

        Measurement measurement = Measurement.of(TestFormats.at(60), told, Scope.VARYING);

        assertThat(measurement.extractors())
                .contains(new ExtractorUse("motion", Map.of("motion_fps_weight", "1", "motion_max_val", "18")));
        assertThat(measurement.scoreNames())
                .containsEntry(Feature.MOTION2, "integer_motion2_mmxv_18")
                .containsEntry(Feature.CAMBI, "Cambi_feature_cambi_score");
    }

    /// Only adm is wrong with SIMD at some widths.
    @Test
    void nearConstantsNeedNoAdmAndSoNoPlainC() {
        Measurement near = Measurement.of(TestFormats.sdr(270, 480), Recipe.INFORMATIVE, Scope.VARYING);
        Measurement full = Measurement.of(TestFormats.sdr(270, 480), Recipe.INFORMATIVE.inFull(), Scope.VARYING);

        assertThat(near.cpuMask()).isZero();
        assertThat(full.cpuMask()).isEqualTo(Measurement.PLAIN_C);
        assertThat(near.extractors()).extracting(ExtractorUse::name).containsExactly("motion", "cambi");
        assertThat(near.takenForOne())
                .hasSize(5)
                .contains("VMAF_integer_feature_adm2_score", "VMAF_integer_feature_vif_scale3_score");
        assertThat(full.takenForOne()).isEmpty();
    }

    @Test
    void ofARecipeOnlyWhatGivesItsFeaturesIsUsed() {
        Recipe few = Recipe.K150K.withFeatures(List.of(Feature.CAMBI, Feature.ADM3, Feature.PSNR_Y));

        Measurement varying = Measurement.of(TestFormats.sdr(960, 540), few, Scope.VARYING);
        Measurement all = Measurement.of(TestFormats.sdr(960, 540), few, Scope.ALL);

        assertThat(varying.extractors()).extracting(ExtractorUse::name).containsExactly("cambi", "adm");
        assertThat(varying.models()).isEmpty();
        assertThat(all.extractors()).extracting(ExtractorUse::name).containsExactly("cambi", "adm", "psnr");
        assertThat(all.scoreNames()).containsOnlyKeys(few.features());
    }

    @Test
    void withoutHdrOptionsHdrPicturesAreMeasuredAsOthersAre() {
        Recipe plain = Recipe.K150K.withHdrOptions(false);

        Measurement all = Measurement.of(TestFormats.hdr(960, 540), plain, Scope.ALL);

        assertThat(all.extractors())
                .contains(new ExtractorUse("cambi", Map.of()), new ExtractorUse("float_ms_ssim", Map.of()));
        assertThat(all.scoreNames()).containsEntry(Feature.CAMBI, "Cambi_feature_cambi_score");
    }
}
