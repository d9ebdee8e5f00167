package io.vmaffleet.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeatureTest {
    @Test
    void theOrderOfTheColumnsIsLocked() {
        String order = "adm2 adm_scale0 adm_scale1 adm_scale2 adm_scale3 vif_scale0 vif_scale1 vif_scale2 vif_scale3"
                + " motion motion2 motion3 psnr_y psnr_cb psnr_cr float_ssim float_ms_ssim cambi ciede2000 psnr_hvs vmaf"
                + " speed_temporal speed_chroma_u speed_chroma_v speed_chroma_uv adm3";

        assertThat(Feature.inOrder()).extracting(Feature::column).containsExactly(order.split(" ", -1));
        assertThat(Feature.inOrder())
                .allMatch(feature -> Feature.named(feature.column()).equals(Optional.of(feature)));
    }

    @Test
    void constantsAreThoseOfIdenticalPictures() {
        assertThat(Feature.PSNR_Y.whenIdentical(8)).isEqualTo(60);
        assertThat(Feature.PSNR_CB.whenIdentical(10)).isEqualTo(72);
        assertThat(Feature.FLOAT_SSIM.whenIdentical(8)).isEqualTo(1);
        assertThat(Feature.CIEDE2000.whenIdentical(8)).isNaN();
        assertThat(Feature.SPEED_TEMPORAL.whenIdentical(8)).isZero();
        assertThatThrownBy(() -> Feature.VMAF.whenIdentical(8)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rowsDifferByTheColumnsInWhichTheyDo() {
        List<FeatureStats> stats = new ArrayList<>(Collections.nCopies(25, FeatureStats.NONE));
        FeatureRow one = TestRows.k150k(960, 540, 30, false, 1, stats);
        stats.set(Feature.CAMBI.ordinal(), FeatureStats.constant(1));
        FeatureRow other = TestRows.k150k(961, 540, 30, true, 1, stats);

        assertThat(one.differencesFrom(one)).isEmpty();
        assertThat(one.differencesFrom(other)).containsExactly("width", "is_hdr", "cambi");
    }

    @Test
    void rowsThatCannotBeAreRefused() {
        List<FeatureStats> stats = Collections.nCopies(25, FeatureStats.NONE);

        assertThatThrownBy(() -> TestRows.k150k(0, 540, 30, false, 1, stats)).hasMessageContaining("0x540");
        assertThatThrownBy(() -> TestRows.k150k(960, 540, Double.NaN, false, 1, stats))
                .hasMessageContaining("NaN");
    }
}
