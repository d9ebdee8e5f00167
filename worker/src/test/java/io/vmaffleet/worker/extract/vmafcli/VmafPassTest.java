package io.vmaffleet.worker.extract.vmafcli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.ModelScore;
import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.extract.FeatureExtractor.Scope;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import io.vmaffleet.worker.extract.libvmaf.Measurement;
import io.vmaffleet.worker.extract.libvmaf.SyntheticFrames;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VmafPassTest {
    private static final VmafCommand NETFLIX = new VmafCommand(Path.of("/vmaf"), "3.2.0", "0011", false, false);
    private static final VmafCommand FORK = new VmafCommand(Path.of("/vmaf"), "3.2.0", "0011", true, true);
    private static final MediaFormat SDR = SyntheticFrames.format(960, 540, 8);

    @Test
    void netflixsCommandIsToldOfPicturesModelAndWhatVaries() {
        assertThat(options(only(SDR, Recipe.K150K, Scope.VARYING)))
                .isEqualTo(
                        "--width 960 --height 540 --pixel_format 420 --bitdepth 8 --model version=vmaf_v0.6.1:name=vmaf"
                                + " --feature adm --feature vif --feature motion --feature cambi --threads 1 --json --quiet");
    }

    @Test
    void thePathsAreWhatTheProcessOpens() {
        List<String> line = only(SDR, Recipe.K150K, Scope.VARYING)
                .line(Path.of("/bin/vmaf"), "/proc/1/fd/2", "/proc/1/fd/3", "/proc/1/fd/4");

        assertThat(line.subList(0, 5))
                .containsExactly("/bin/vmaf", "--reference", "/proc/1/fd/2", "--distorted", "/proc/1/fd/3");
        assertThat(line.subList(line.size() - 2, line.size())).containsExactly("--output", "/proc/1/fd/4");
    }

    @Test
    void hdrAndRateAreTold() {
        MediaFormat hdr = hdr(60);

        VmafPass pass = only(hdr, Recipe.K150K, Scope.ALL);

        assertThat(options(pass))
                .contains("--bitdepth 10 ")
                .contains("--feature motion=motion_fps_weight=0.5 ")
                .contains("--feature cambi=eotf=pq ")
                .contains("--feature float_ms_ssim=enable_db=false ");
        assertThat(pass.scoreNames())
                .containsEntry(Feature.CAMBI, List.of("cambi_eotf_pq"))
                .containsEntry(Feature.MOTION2, List.of("integer_motion2_mfw_0.5"));
        assertThat(pass.scoreNames().get(Feature.MOTION))
                .containsExactly(
                        "VMAF_integer_feature_motion_sad_score_mfw_0.5",
                        "integer_motion_mfw_0.5",
                        "VMAF_integer_feature_motion_v2_sad_score_mfw_0.5");
    }

    @Test
    void everyFeatureHasTheNameThatReportsGiveIt() {
        assertThat(only(SDR, Recipe.K150K_26, Scope.ALL).scoreNames())
                .containsOnlyKeys(Recipe.K150K_26.features())
                .containsEntry(Feature.ADM2, List.of("integer_adm2"))
                .containsEntry(Feature.ADM3, List.of("integer_adm3"))
                .containsEntry(Feature.ADM_SCALE0, List.of("integer_adm_scale0"))
                .containsEntry(Feature.VIF_SCALE3, List.of("integer_vif_scale3"))
                .containsEntry(Feature.MOTION3, List.of("integer_motion3"))
                .containsEntry(Feature.CAMBI, List.of("cambi"))
                .containsEntry(Feature.SPEED_TEMPORAL, List.of("speed_temporal"))
                .containsEntry(Feature.SPEED_CHROMA_UV, List.of("speed_chroma_uv"))
                .containsEntry(Feature.CIEDE2000, List.of("ciede2000"))
                .containsEntry(Feature.VMAF, List.of("vmaf"));
    }

    @Test
    void smallPicturesAreMeasuredInPlainCAndOneFrameInThreeScored() {
        assertThat(options(only(SyntheticFrames.format(320, 240, 8), Recipe.K150K.withSubsample(3), Scope.VARYING)))
                .contains("--subsample 3 --cpumask 63 ");
    }

    @Test
    void withoutAModelNoneIsLoaded() {
        Recipe plain = Recipe.K150K.withFeatures(List.of(Feature.PSNR_Y, Feature.CAMBI));

        VmafPass pass = only(SDR, plain, Scope.ALL);

        assertThat(options(pass))
                .contains("--no_prediction --feature psnr --feature cambi")
                .doesNotContain("--model");
        assertThat(pass.scoreNames()).containsOnlyKeys(Feature.PSNR_Y, Feature.CAMBI);
    }

    @Test
    void theForkIsToldItsBackendAndToPrintAllDigits() {
        assertThat(options(passes(SDR, Recipe.K150K, Scope.VARYING, FORK, VmafBackend.CPU)
                        .getFirst()))
                .contains("--feature motion=debug=true ")
                .endsWith("--threads 1 --backend cpu --precision max --json --quiet");
    }

    @Test
    void byCudaThereIsOnePassWithTheModelAndOneForWhatHasNoTwin() {
        List<VmafPass> passes = passes(hdr(60), Recipe.K150K, Scope.ALL, FORK, VmafBackend.CUDA);

        assertThat(passes).extracting(VmafPass::backend).containsExactly(VmafBackend.CUDA, VmafBackend.CPU);
        assertThat(options(passes.get(0)))
                .contains("--model version=vmaf_v0.6.1:name=vmaf --feature adm_cuda --feature vif_cuda"
                        + " --feature motion_cuda=debug=true:motion_fps_weight=0.5"
                        + " --feature motion_v2_cuda=motion_fps_weight=0.5 --feature psnr_cuda"
                        + " --feature float_ssim_cuda=scale=1 --feature float_ms_ssim_cuda --feature ciede_cuda"
                        + " --feature psnr_hvs_cuda --threads 1 --backend cuda ");
        assertThat(options(passes.get(1)))
                .contains("--no_prediction --feature cambi=eotf=pq --feature speed_temporal --feature speed_chroma"
                        + " --threads 1 --backend cpu ")
                .doesNotContain("--model");
        Set<Score> both = new HashSet<>(passes.get(0).scoreNames().keySet());
        both.retainAll(passes.get(1).scoreNames().keySet());
        assertThat(both).isEmpty();
        both.addAll(passes.get(0).scoreNames().keySet());
        both.addAll(passes.get(1).scoreNames().keySet());
        assertThat(both).containsExactlyInAnyOrderElementsOf(Recipe.K150K.scores());
    }

    @Test
    void furtherModelsAndThoseInFilesAreReportedUnderTheirColumns() {
        Recipe recipe = Recipe.K150K.withModels(
                List.of(Model.builtIn("vmaf_v0.6.1neg"), new Model("teacher", Optional.of("ab".repeat(32)))));

        VmafPass pass =
                passes(SDR, recipe, Scope.VARYING, FORK, VmafBackend.CPU).getFirst();

        assertThat(options(pass))
                .contains(
                        "--model version=vmaf_v0.6.1neg:name=vmaf --model path=/models/teacher.json:name=vmaf_teacher ");
        assertThat(pass.scoreNames())
                .containsEntry(Feature.VMAF, List.of("vmaf"))
                .containsEntry(ModelScore.of("teacher"), List.of("vmaf_teacher"));
    }

    @Test
    void aModelsFileWithAColonInItsPathCannotBeTold() {
        Recipe recipe = Recipe.K150K.withModels(List.of(new Model("a:b", Optional.of("ab".repeat(32)))));

        assertThatThrownBy(() -> passes(SDR, recipe, Scope.VARYING, FORK, VmafBackend.CPU))
                .isInstanceOf(UnsupportedRecipeException.class)
                .hasMessageContaining("a:b.json");
    }

    @Test
    void aPassThatWouldHaveNothingToDoIsNotMade() {
        assertThat(passes(SDR, Recipe.CHUG_CANONICAL, Scope.ALL, FORK, VmafBackend.CUDA))
                .extracting(VmafPass::backend)
                .containsExactly(VmafBackend.CUDA);
        assertThat(passes(SDR, Recipe.K150K.withFeatures(List.of(Feature.CAMBI)), Scope.ALL, FORK, VmafBackend.CUDA))
                .extracting(VmafPass::backend)
                .containsExactly(VmafBackend.CPU);
    }

    private static VmafPass only(MediaFormat format, Recipe recipe, Scope scope) {
        List<VmafPass> passes = passes(format, recipe, scope, NETFLIX, VmafBackend.CPU);
        assertThat(passes).hasSize(1);
        return passes.getFirst();
    }

    private static List<VmafPass> passes(
            MediaFormat format, Recipe recipe, Scope scope, VmafCommand command, VmafBackend backend) {
        return VmafPass.of(
                Measurement.of(format, recipe, scope),
                format.pictures(),
                command,
                backend,
                model -> Path.of("/models", model.name() + ".json"));
    }

    private static String options(VmafPass pass) {
        return String.join(" ", pass.options());
    }

    private static MediaFormat hdr(double fps) {
        return new MediaFormat(
                960,
                540,
                0,
                960,
                540,
                10,
                10,
                fps,
                "hevc",
                "yuv420p10le",
                Colour.of(Optional.of("smpte2084"), Optional.of("bt2020")),
                0);
    }
}
