package io.vmaffleet.feature;

import static io.vmaffleet.feature.ExtractorOption.real;
import static io.vmaffleet.feature.ExtractorOption.truth;
import static io.vmaffleet.feature.ExtractorOption.whole;
import static io.vmaffleet.feature.ExtractorOption.words;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The extractors of libvmaf 3.2.0 that give features, with the options that a recipe may set.
///
/// Left out are the options that ask for more scores than there are columns, write files (cambi's `heatmaps_path`),
/// tell of a clip rather than of a measurement (cambi's `enc_*` and `src_*`) or change how small pictures may be
/// (`speed_prescale`, `speed_kernelscale`). adm cannot measure below 1080 lines seen from three times their height, so
/// neither may be less. cambi crashes where `cambi_vis_lum_threshold` is far above what `tvi_threshold` leaves
/// visible: the one is bounded, the other left out.
public enum Extractor {
    ADM(
            "adm",
            real("adm_csf_scale", "scf", "0", "50", "1"),
            real("adm_csf_diag_scale", "scfd", "0", "50", "1"),
            real("adm_dlm_weight", "dlmw", "0", "1", "0.5"),
            real("adm_enhn_gain_limit", "egl", "1", "100", "100"),
            real("adm_norm_view_dist", "nvd", "3", "24", "3"),
            whole("adm_ref_display_height", "rdh", 1080, 4320, 1080),
            whole("adm_csf_mode", "csf", 0, 3, 0),
            real("adm_noise_weight", "nw", "0", "1500", "0.03125"),
            truth("adm_skip_scale0", "ssz", false),
            real("adm_min_val", "min", "0", "1", "0")),
    VIF("vif", real("vif_enhn_gain_limit", "egl", "1", "100", "100"), truth("vif_skip_scale0", "ssclz", false)),
    MOTION(
            "motion",
            truth("motion_force_zero", "force_0", false),
            real("motion_blend_factor", "mbf", "0", "1", "1"),
            real("motion_blend_offset", "mbo", "0", "1000", "40"),
            real("motion_fps_weight", "mfw", "0", "5", "1"),
            real("motion_max_val", "mmxv", "0", "10000", "10000"),
            truth("motion_five_frame_window", "mffw", false),
            truth("motion_moving_average", "mma", false)),
    PSNR("psnr", truth("reduced_hbd_peak", "", false), real("min_sse", "", "0", "100000", "0")),
    FLOAT_SSIM("float_ssim", truth("enable_db", "", false), truth("clip_db", "", false), whole("scale", "", 0, 10, 0)),
    FLOAT_MS_SSIM("float_ms_ssim", truth("enable_db", "", false), truth("clip_db", "", false)),
    CAMBI(
            "cambi",
            real("cambi_max_val", "cmxv", "0", "1000", "1000"),
            whole("window_size", "ws", 15, 127, 65),
            real("topk", "topk", "0.0001", "1", "0.6"),
            real("cambi_vis_lum_threshold", "vlt", "0", "1", "0"),
            whole("max_log_contrast", "mlc", 0, 5, 2),
            words("eotf", "eotf", List.of("bt1886", "pq")),
            words("cambi_high_res_speedup", "hrs", List.of("0", "1080", "1440", "2160"))),
    CIEDE("ciede"),
    PSNR_HVS("psnr_hvs"),
    SPEED_TEMPORAL("speed_temporal", real("speed_max_val", "mxv", "0", "1000", "1000")),
    SPEED_CHROMA(
            "speed_chroma",
            real("speed_sigma_nn", "snn", "0.1", "2", "0.29"),
            real("speed_nn_floor", "nnf", "0", "1", "0"),
            real("speed_max_val", "mxv", "0", "1000", "1000"),
            whole("speed_weight_var_mode", "wvm", 0, 6, 0));

    private final String shown;

    // List.of and the records in it never change
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<ExtractorOption> options;

    Extractor(String shown, ExtractorOption... options) {
        this.shown = shown;
        this.options = List.of(options);
    }

    /// libvmaf's name.
    public String shown() {
        return shown;
    }

    public List<ExtractorOption> options() {
        return options;
    }

    public static Optional<Extractor> named(String name) {
        return Arrays.stream(values())
                .filter(extractor -> extractor.shown.equals(name))
                .findFirst();
    }

    public Optional<ExtractorOption> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    /// Under which name libvmaf files one of this extractor's scores in process: the plain name when no option that
    /// names tell of is set, else the name's alias with all of those, by name of the option.
    ///
    /// @param options by name, canonical; a value that is the default counts as not set
    String scoreName(String plain, String alias, Map<String, String> options) {
        StringBuilder suffix = new StringBuilder();
        new TreeMap<>(options).forEach((name, value) -> {
            ExtractorOption option = option(name).orElseThrow();
            if (!value.equals(option.byDefault())) {
                option.inScore().ifPresent(key -> suffix.append(suffix(option, key, value)));
            }
        });
        return suffix.isEmpty() ? plain : alias + suffix;
    }

    private static String suffix(ExtractorOption option, String key, String value) {
        return option.values() instanceof ExtractorOption.Values.Truth ? "_" + key : "_" + key + "_" + value;
    }
}
