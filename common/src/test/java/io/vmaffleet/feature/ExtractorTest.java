package io.vmaffleet.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtractorTest {
    @ParameterizedTest
    @CsvSource({
        "cambi, topk, 0.50, 0.5",
        "cambi, topk, 1.0, 1",
        "cambi, topk, 0.00001,",
        "cambi, topk, 1.1,",
        "cambi, topk, -0.5,",
        "cambi, topk, 5e-1,",
        "cambi, topk, 0.1234567,",
        "cambi, topk, half,",
        "cambi, eotf, pq, pq",
        "cambi, eotf, hlg,",
        "cambi, window_size, 063, 63",
        "cambi, window_size, 63.0, 63",
        "cambi, window_size, 63.5,",
        "cambi, window_size, 128,",
        "motion, motion_max_val, 10000, 10000",
        "motion, motion_max_val, 9000, 9000",
        "vif, vif_skip_scale0, true, true",
        "vif, vif_skip_scale0, yes,",
        "adm, adm_noise_weight, 0, 0",
    })
    void aValueIsWrittenInOneWayOrIsNone(String extractor, String option, String given, String canonical) {
        assertThat(Extractor.named(extractor)
                        .orElseThrow()
                        .option(option)
                        .orElseThrow()
                        .canonical(given))
                .isEqualTo(Optional.ofNullable(canonical));
    }

    @Test
    void everyDefaultIsAValueInTheOneWay() {
        Arrays.stream(Extractor.values())
                .flatMap(extractor -> extractor.options().stream())
                .forEach(option -> assertThat(option.canonical(option.byDefault()))
                        .as(option.name())
                        .contains(option.byDefault()));
    }

    @Test
    void namesOfScoresTellOfOptionsByTheirNames() {
        assertThat(Feature.ADM2.nativeScore(Map.of())).isEqualTo("VMAF_integer_feature_adm2_score");
        assertThat(Feature.ADM2.nativeScore(Map.of("adm_enhn_gain_limit", "1"))).isEqualTo("integer_adm2_egl_1");
        assertThat(Feature.ADM2.nativeScore(Map.of("adm_enhn_gain_limit", "100")))
                .isEqualTo("VMAF_integer_feature_adm2_score");
        assertThat(Feature.ADM_SCALE0.nativeScore(Map.of("adm_min_val", "0.5", "adm_csf_mode", "2")))
                .isEqualTo("integer_adm_scale0_csf_2_min_0.5");
        assertThat(Feature.CAMBI.nativeScore(Map.of("window_size", "63", "eotf", "pq")))
                .isEqualTo("cambi_eotf_pq_ws_63");
        assertThat(Feature.MOTION.nativeScore(Map.of("motion_force_zero", "true")))
                .isEqualTo("VMAF_integer_feature_motion_sad_score_force_0");
        assertThat(Feature.PSNR_Y.nativeScore(Map.of("min_sse", "0.5"))).isEqualTo("psnr_y");
        assertThat(Feature.SPEED_CHROMA_UV.nativeScore(Map.of("speed_nn_floor", "0.1")))
                .isEqualTo("speed_chroma_uv_nnf_0.1");
    }
}
