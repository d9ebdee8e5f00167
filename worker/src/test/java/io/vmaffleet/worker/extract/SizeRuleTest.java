package io.vmaffleet.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Model;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizeRuleTest {
    @ParameterizedTest
    @CsvSource({"176,216", "216,176", "216,216", "270,480", "3840,2160", "176,100000"})
    void aClipAtOrAboveTheLimitsIsMeasured(int width, int height) {
        assertThat(SizeRule.tooSmall(Recipe.K150K, width, height)).isEmpty();
    }

    @Test
    void aRecipeOfFewFeaturesMayHaveSmallerClips() {
        Recipe small = Recipe.K150K.withFeatures(List.of(Feature.VMAF, Feature.PSNR_Y));

        assertThat(SizeRule.tooSmall(small, 64, 48)).isEmpty();
        assertThat(SizeRule.tooSmall(small, 64, 47)).isPresent();
        // its model is made of cambi and speed_chroma too
        assertThat(SizeRule.tooSmall(small.withModels(List.of(Model.builtIn("vmaf_v1.0.16_3d0h"))), 200, 200))
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({"vmaf_v0.6.1,48", "vmaf_v1.0.16_3d0h,216", "vmaf_v1.0.16_hfr_5d0h,267", "vmaf_v1.0.16_3d0h_2160,320"})
    void aModelNeedsWhatItsExtractorsDoAfterItHasScaled(String model, int smallest) {
        Recipe onlyVmaf = Recipe.K150K
                .withFeatures(List.of(Feature.VMAF))
                .withModels(List.of(Model.builtIn("vmaf_v0.6.1neg"), Model.builtIn(model)));

        assertThat(SizeRule.tooSmall(onlyVmaf, smallest, smallest)).isEmpty();
        assertThat(SizeRule.tooSmall(onlyVmaf, smallest - 1, smallest - 1)).isPresent();
    }

    @Test
    void aModelInAFileMayBeMadeOfAnything() {
        Recipe recipe = Recipe.K150K.withModels(List.of(new Model("teacher", Optional.of("ab".repeat(32)))));

        assertThat(SizeRule.tooSmall(recipe, 319, 640))
                .get(InstanceOfAssertFactories.STRING)
                .contains("the model file teacher", "is taken to need", "at least 320")
                .doesNotContain("k150k-25");
        assertThat(SizeRule.tooSmall(recipe, 175, 640))
                .get(InstanceOfAssertFactories.STRING)
                .contains("k150k-25");
        assertThat(SizeRule.tooSmall(recipe, 320, 320)).isEmpty();
    }

    @Test
    void ofAPairItIsTheReferenceThatIsTooSmall() {
        assertThat(SizeRule.tooSmall(Recipe.K150K.withPairing(Pairing.REFERENCE), 64, 64))
                .get(InstanceOfAssertFactories.STRING)
                .startsWith("its reference's pictures of 64x64 are too small for k150k-25");
    }

    @ParameterizedTest
    @CsvSource({"175,216", "216,175", "176,215", "215,176", "64,64", "1920,175", "16,16"})
    void aSmallerOneIsTooSmallAndTheSentenceNamesItsSize(int width, int height) {
        assertThat(SizeRule.tooSmall(Recipe.K150K, width, height))
                .hasValueSatisfying(sentence -> assertThat(sentence)
                        .contains(width + "x" + height)
                        .contains("k150k-25")
                        .contains("176")
                        .contains("216"));
    }
}
