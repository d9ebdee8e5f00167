package io.vmaffleet.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.Statistic;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentitiesTest {
    private final SecureRandom random = new SecureRandom();

    @Test
    void eachLifeOfAWorkerHasItsOwnName() {
        assertThat(WorkerId.of("host", 7, random)).isNotEqualTo(WorkerId.of("host", 7, random));
        assertThat(WorkerId.of("host", 7, random).value()).matches("host:7:[0-9a-f]{8}");
        assertThatThrownBy(() -> new WorkerId("two words")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new WorkerId("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachRunHasItsOwnName() {
        assertThat(RunId.random(random)).isNotEqualTo(RunId.random(random));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0123456789ABCDEF", "0123456789abcde", "0123456789abcdef0", "0123456789abcde}"})
    void whatCannotBePartOfAKeyIsNoIdentity(String text) {
        assertThatThrownBy(() -> new RunId(text)).hasMessageContaining("'" + text + "'");
        assertThatThrownBy(() -> new EngineFingerprint(text)).hasMessageContaining("'" + text + "'");
    }

    @Test
    void theDigestOfARecipeIsTheSameForEverAndAnothersIsNot() {
        assertThat(Recipe.K150K.digest()).matches("[0-9a-f]{16}");
        assertThat(Recipe.NAMED).extracting(Recipe::digest).doesNotHaveDuplicates();
        assertThat(Recipe.K150K
                        .withModels(List.of(Model.builtIn("vmaf_v0.6.1neg")))
                        .digest())
                .isNotEqualTo(Recipe.K150K.digest());
        assertThat(Recipe.K150K.withHdrOptions(false).digest()).isNotEqualTo(Recipe.K150K.digest());
        assertThat(Recipe.K150K.withStatistics(List.of(Statistic.MEAN)).digest())
                .isNotEqualTo(Recipe.K150K.digest());
        assertThat(Recipe.K150K_26.withFeatures(Recipe.K150K.features()).digest())
                .isNotEqualTo(Recipe.K150K.digest());
    }

    @Test
    void aRecipeThatMeasuresNothingOrSomethingTwiceIsRefused() {
        assertThatThrownBy(() -> Recipe.K150K.withFeatures(List.of())).hasMessageContaining("without a feature");
        assertThatThrownBy(() -> Recipe.K150K.withStatistics(List.of(Statistic.STD, Statistic.STD)))
                .hasMessageContaining("twice");
    }

    @Test
    void furtherModelsHaveColumnsBehindTheFeatures() {
        Recipe several = Recipe.K150K.withModels(
                List.of(Model.builtIn("vmaf_v0.6.1"), Model.builtIn("vmaf_v0.6.1neg"), ofFile("teacher")));

        assertThat(several.columns().subList(50, 54))
                .extracting(FeatureColumn::name)
                .containsExactly("vmaf_v0.6.1neg_mean", "vmaf_v0.6.1neg_std", "vmaf_teacher_mean", "vmaf_teacher_std");
        assertThat(several.columns())
                .allSatisfy(
                        column -> assertThat(FeatureColumn.named(column.name())).contains(column));
        assertThat(several.model()).isEqualTo("vmaf_v0.6.1");
        assertThat(several.differenceFrom(Recipe.K150K)).contains("vmaf_v0.6.1neg", "teacher", "abab");
    }

    @Test
    void aModelsFileIsKnownByItsBytes() {
        Recipe one = Recipe.K150K.withModels(List.of(ofFile("teacher")));
        Recipe other = Recipe.K150K.withModels(List.of(Model.builtIn("teacher")));

        assertThat(one.digest()).isNotEqualTo(other.digest());
        assertThatThrownBy(() -> new Model("teacher", Optional.of("ABAB"))).hasMessageContaining("'ABAB'");
    }

    @Test
    void recipesThatContradictThemselvesAreRefused() {
        assertThatThrownBy(() -> Recipe.K150K.withModels(List.of())).hasMessageContaining("without a model");
        assertThatThrownBy(() ->
                        Recipe.K150K.withModels(List.of(Model.builtIn("vmaf_v0.6.1"), Model.builtIn("vmaf_v0.6.1"))))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> Recipe.CHUG_CANONICAL.withModels(
                        List.of(Model.builtIn("vmaf_v0.6.1"), Model.builtIn("vmaf_v0.6.1neg"))))
                .hasMessageContaining("without the feature vmaf");
        assertThatThrownBy(() -> told(Recipe.CHUG_CANONICAL, "topk", "0.5")).hasMessageContaining("cambi");
        assertThatThrownBy(() -> told(Recipe.K150K, "topk", "0.50")).hasMessageContaining("topk=0.50");
        assertThatThrownBy(() -> told(Recipe.K150K, "nothing", "1")).hasMessageContaining("nothing=1");
    }

    @Test
    void nearConstantsAreForClipsByThemselvesAndModelsOfThem() {
        assertThatThrownBy(() -> Recipe.INFORMATIVE.withFeatures(List.of(Feature.ADM2, Feature.VMAF)))
                .hasMessageContaining("adm2 is not measured");
        assertThatThrownBy(() -> Recipe.INFORMATIVE.withModels(List.of(Model.builtIn("vmaf_v1.0.16_3d0h"))))
                .hasMessageContaining("vmaf_v1.0.16_3d0h looks at more");
        assertThatThrownBy(() -> Recipe.INFORMATIVE.withPairing(Pairing.REFERENCE))
                .hasMessageContaining("compared with themselves");
        assertThat(Recipe.INFORMATIVE.inFull().columns()).isEqualTo(Recipe.INFORMATIVE.columns());
        assertThat(Recipe.INFORMATIVE.inFull().digest()).isNotEqualTo(Recipe.INFORMATIVE.digest());
    }

    @Test
    void fastMetricsAreForPairsAndForFeaturesThatHaveOne() {
        Recipe pairs = Recipe.K150K.withPairing(Pairing.REFERENCE);
        Recipe fast = pairs.withMetrics(Metrics.FAST);

        assertThat(fast.fastFeatures())
                .containsExactly(Feature.FLOAT_SSIM, Feature.FLOAT_MS_SSIM, Feature.CIEDE2000, Feature.PSNR_HVS);
        assertThat(fast.digest()).isNotEqualTo(pairs.digest());
        assertThat(fast.columns()).isEqualTo(pairs.columns());
        assertThat(fast.differenceFrom(pairs)).isEqualTo("k150k-25: --metrics fast");
        assertThat(pairs.differenceFrom(fast)).isEqualTo("k150k-25: --metrics libvmaf");
        assertThat(Recipe.K150K.withMetrics(Metrics.FAST)).isEqualTo(Recipe.K150K);
        assertThat(fast.withPairing(Pairing.SELF)).isEqualTo(Recipe.K150K);
        assertThat(Recipe.CHUG_CANONICAL.withMetrics(Metrics.FAST)).isEqualTo(Recipe.CHUG_CANONICAL);
        assertThat(pairs.fastFeatures()).isEmpty();
    }

    @Test
    void aFeatureWhoseExtractorIsToldSomethingHasNoFastMetric() {
        Recipe fast = Recipe.K150K.withPairing(Pairing.REFERENCE).withMetrics(Metrics.FAST);

        Recipe told = fast.withExtractorOptions(Map.of(Extractor.FLOAT_SSIM, Map.of("scale", "1")));

        assertThat(told.fastFeatures()).containsExactly(Feature.FLOAT_MS_SSIM, Feature.CIEDE2000, Feature.PSNR_HVS);
        assertThat(told.withFeatures(List.of(Feature.FLOAT_SSIM)).options().metrics())
                .isEqualTo(Metrics.LIBVMAF);
    }

    private static Recipe told(Recipe recipe, String option, String value) {
        return recipe.withExtractorOptions(Map.of(Extractor.CAMBI, Map.of(option, value)));
    }

    private static Model ofFile(String name) {
        return new Model(name, Optional.of("ab".repeat(32)));
    }

    @Test
    void tasksThatCannotBeAreRefused() {
        assertThatThrownBy(() -> task(0, "/a", 1)).hasMessageContaining("attempt 0");
        assertThatThrownBy(() -> task(1, "a", 1)).hasMessageContaining("not absolute");
        assertThatThrownBy(() -> task(1, "/a", -1)).hasMessageContaining("-1 bytes");
    }

    private ClipTask task(int attempt, String path, long sizeBytes) {
        return new ClipTask(
                RunId.random(random),
                new ClipName("a"),
                attempt,
                path,
                sizeBytes,
                Recipe.K150K,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }
}
