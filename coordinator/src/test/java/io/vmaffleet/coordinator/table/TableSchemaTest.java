package io.vmaffleet.coordinator.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Recipe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableSchemaTest {
    @Test
    void theOrderOfAllColumnsIsLocked() {
        TableSchema schema = TableSchema.of(Recipe.K150K, LabelColumn.ofTables());

        assertThat(names(schema)).containsExactly("""
                        clip_name mos width height fps is_hdr motion_fps_weight adm2_mean adm2_std adm_scale0_mean \
                        adm_scale0_std adm_scale1_mean adm_scale1_std adm_scale2_mean adm_scale2_std adm_scale3_mean \
                        adm_scale3_std vif_scale0_mean vif_scale0_std vif_scale1_mean vif_scale1_std vif_scale2_mean \
                        vif_scale2_std vif_scale3_mean vif_scale3_std motion_mean motion_std motion2_mean motion2_std \
                        motion3_mean motion3_std psnr_y_mean psnr_y_std psnr_cb_mean psnr_cb_std psnr_cr_mean \
                        psnr_cr_std float_ssim_mean float_ssim_std float_ms_ssim_mean float_ms_ssim_std cambi_mean \
                        cambi_std ciede2000_mean ciede2000_std psnr_hvs_mean psnr_hvs_std vmaf_mean vmaf_std \
                        speed_temporal_mean speed_temporal_std speed_chroma_u_mean speed_chroma_u_std \
                        speed_chroma_v_mean speed_chroma_v_std speed_chroma_uv_mean speed_chroma_uv_std \
                        mos_raw_0_100 chug_video_id chug_ref chug_name chug_bitladder chug_resolution \
                        chug_bitrate_label chug_orientation chug_framerate_manifest chug_content_name \
                        chug_height_manifest chug_width_manifest split chug_split_key chug_split_policy""".split(" "));
    }

    @Test
    void theNewestTableOfItsKindNamesItsTeacherBeforeTheFeaturesAndHasAdm3Last() {
        List<String> names = names(TableSchema.of(Recipe.K150K_26, List.of()));

        assertThat(names).hasSize(60);
        assertThat(names.get(7)).isEqualTo("teacher_model");
        assertThat(names.subList(58, 60)).containsExactly("adm3_mean", "adm3_std");
    }

    @Test
    void aRecipeOfFewFeaturesHasFewColumns() {
        Recipe few = Recipe.K150K
                .withFeatures(List.of(Feature.VMAF, Feature.ADM2))
                .withStatistics(List.of(Statistic.P10, Statistic.MEAN));

        assertThat(names(TableSchema.of(few, List.of())).subList(7, 11))
                .containsExactly("vmaf_p10", "vmaf_mean", "adm2_p10", "adm2_mean");
    }

    /// The keys of CHUG's rows as its script writes them, with the clip's name before and what is ours behind them.
    @Test
    void chugsColumnsStandInTheOrderOfItsScript() {
        List<String> expected = new ArrayList<>(words("""
                clip_name
                chug_bitladder chug_bitrate_label chug_content_name chug_framerate_manifest chug_height_manifest
                chug_name chug_orientation chug_ref chug_resolution chug_video_id chug_width_manifest corpus
                corpus_version duration_s encoder_upstream framerate height ingested_at_utc mos mos_raw_0_100
                mos_std_dev n_ratings pix_fmt src src_sha256 src_size_bytes width
                feature_pair_key feature_source feature_set feature_names feature_width feature_height
                feature_bitdepth feature_alignment feature_ref_src feature_ref_sha256 chug_reference_video_id split
                chug_split_key chug_split_policy n_feature_frames"""));
        for (String side : List.of("feature_ref_", "feature_dis_")) {
            words("""
                    codec_name pix_fmt color_transfer transfer_class color_primaries color_space color_range
                    max_content_nits max_average_nits""").forEach(name -> expected.add(side + name));
        }
        for (String side : List.of("feature_ref_", "feature_dis_", "feature_delta_")) {
            words("luma_std sharpness_laplacian_var highfreq_abs_mean noise_lap_mad")
                    .forEach(name -> expected.add(side + name));
        }
        List<String> features = words("adm2 vif_scale0 vif_scale1 vif_scale2 vif_scale3 motion2");
        features.forEach(name -> expected.addAll(List.of(name + "_mean", name)));
        for (String statistic : List.of("_p10", "_p90", "_std")) {
            features.forEach(name -> expected.add(name + statistic));
        }
        expected.addAll(words("""
                fps is_hdr motion_fps_weight n_reference_frames n_distorted_frames feature_ref_fps feature_dis_fps
                feature_ref_duration_s feature_dis_duration_s"""));

        assertThat(names(TableSchema.of(Recipe.CHUG_CANONICAL, List.of()))).isEqualTo(expected);
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+", -1));
    }

    private static List<String> names(TableSchema schema) {
        return schema.columns().stream().map(TableColumn::name).toList();
    }
}
