package io.vmaffleet.feature;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The features that can be columns of a table, in their locked order; new ones are only ever added at the end. The
/// first 25 are the seed's.
///
/// Each knows its column, the libvmaf extractor that gives it (none for `vmaf`, which a model gives) and the name
/// under which that extractor, given no options, files its score in process. `constancy` says what the score is when
/// both pictures are the same one: such scores need no computing under self pairing.
public enum Feature implements Score {
    ADM2("adm2", Extractor.ADM, "VMAF_integer_feature_adm2_score", Constancy.VARIES),
    ADM_SCALE0("adm_scale0", Extractor.ADM, "integer_adm_scale0", Constancy.VARIES),
    ADM_SCALE1("adm_scale1", Extractor.ADM, "integer_adm_scale1", Constancy.VARIES),
    ADM_SCALE2("adm_scale2", Extractor.ADM, "integer_adm_scale2", Constancy.VARIES),
    ADM_SCALE3("adm_scale3", Extractor.ADM, "integer_adm_scale3", Constancy.VARIES),
    VIF_SCALE0("vif_scale0", Extractor.VIF, "VMAF_integer_feature_vif_scale0_score", Constancy.VARIES),
    VIF_SCALE1("vif_scale1", Extractor.VIF, "VMAF_integer_feature_vif_scale1_score", Constancy.VARIES),
    VIF_SCALE2("vif_scale2", Extractor.VIF, "VMAF_integer_feature_vif_scale2_score", Constancy.VARIES),
    VIF_SCALE3("vif_scale3", Extractor.VIF, "VMAF_integer_feature_vif_scale3_score", Constancy.VARIES),
    MOTION("motion", Extractor.MOTION, "VMAF_integer_feature_motion_sad_score", Constancy.VARIES),
    MOTION2("motion2", Extractor.MOTION, "VMAF_integer_feature_motion2_score", Constancy.VARIES),
    MOTION3("motion3", Extractor.MOTION, "VMAF_integer_feature_motion3_score", Constancy.VARIES),
    PSNR_Y("psnr_y", Extractor.PSNR, "psnr_y", Constancy.PSNR_CAP),
    PSNR_CB("psnr_cb", Extractor.PSNR, "psnr_cb", Constancy.PSNR_CAP),
    PSNR_CR("psnr_cr", Extractor.PSNR, "psnr_cr", Constancy.PSNR_CAP),
    FLOAT_SSIM("float_ssim", Extractor.FLOAT_SSIM, "float_ssim", Constancy.ONE),
    FLOAT_MS_SSIM("float_ms_ssim", Extractor.FLOAT_MS_SSIM, "float_ms_ssim", Constancy.ONE),
    CAMBI("cambi", Extractor.CAMBI, "Cambi_feature_cambi_score", Constancy.VARIES),
    CIEDE2000("ciede2000", Extractor.CIEDE, "ciede2000", Constancy.INFINITE),
    PSNR_HVS("psnr_hvs", Extractor.PSNR_HVS, "psnr_hvs", Constancy.INFINITE),
    VMAF("vmaf", null, "vmaf", Constancy.VARIES),
    SPEED_TEMPORAL(
            "speed_temporal", Extractor.SPEED_TEMPORAL, "Speed_temporal_feature_speed_temporal_score", Constancy.ZERO),
    SPEED_CHROMA_U(
            "speed_chroma_u", Extractor.SPEED_CHROMA, "Speed_chroma_feature_speed_chroma_u_score", Constancy.ZERO),
    SPEED_CHROMA_V(
            "speed_chroma_v", Extractor.SPEED_CHROMA, "Speed_chroma_feature_speed_chroma_v_score", Constancy.ZERO),
    SPEED_CHROMA_UV(
            "speed_chroma_uv", Extractor.SPEED_CHROMA, "Speed_chroma_feature_speed_chroma_uv_score", Constancy.ZERO),
    ADM3("adm3", Extractor.ADM, "VMAF_integer_feature_adm3_score", Constancy.VARIES);

    /// What a feature's score is, on every frame, when reference and distorted are the same picture.
    private enum Constancy {
        /// It depends on the content and must be computed.
        VARIES,
        ZERO,
        ONE,
        /// libvmaf's cap for equal planes: 6 x bits + 12 dB.
        PSNR_CAP,
        /// Infinite, so no value: NaN in statistics, null in the table.
        INFINITE
    }

    private static final List<Feature> IN_ORDER = List.of(values());

    private final String column;
    private final @Nullable Extractor extractor;
    private final String nativeScore;
    private final Constancy constancy;

    Feature(String column, @Nullable Extractor extractor, String nativeScore, Constancy constancy) {
        this.column = column;
        this.extractor = extractor;
        this.nativeScore = nativeScore;
        this.constancy = constancy;
    }

    /// All features in the order of the table.
    public static List<Feature> inOrder() {
        return IN_ORDER;
    }

    /// The stem of the feature's columns: `<column>_mean` and `<column>_std`.
    @Override
    public String column() {
        return column;
    }

    /// The libvmaf extractor that gives this feature; empty for `vmaf`, which the model gives.
    public Optional<Extractor> extractor() {
        return Optional.ofNullable(extractor);
    }

    /// The name of the score in process when the extractor runs with these options.
    ///
    /// @param options of the extractor by name, canonical
    public String nativeScore(Map<String, String> options) {
        return extractor == null ? nativeScore : extractor.scoreName(nativeScore, alias(), options);
    }

    /// How libvmaf shortens the name before it tells of options: `motion_sad` has no alias, plain names need none.
    private String alias() {
        return this == MOTION
                ? nativeScore
                : nativeScore
                        .replaceFirst("^VMAF_integer_feature_(.*)_score$", "integer_$1")
                        .replaceFirst("^[A-Z][a-z_]*_feature_(.*)_score$", "$1");
    }

    /// Whether the score must be computed even when both pictures are the same one.
    public boolean variesWhenIdentical() {
        return constancy == Constancy.VARIES;
    }

    /// The score on every frame when both pictures are the same one; NaN where libvmaf gives infinity.
    ///
    /// @throws IllegalStateException for a feature that varies
    public double whenIdentical(int bitDepth) {
        return switch (constancy) {
            case VARIES -> throw new IllegalStateException(column + " varies with the content");
            case ZERO -> 0;
            case ONE -> 1;
            case PSNR_CAP -> 6.0 * bitDepth + 12;
            case INFINITE -> Double.NaN;
        };
    }

    /// The feature of a column stem; empty if there is none.
    public static Optional<Feature> named(String column) {
        return Arrays.stream(values())
                .filter(feature -> feature.column.equals(column))
                .findFirst();
    }
}
