package io.vmaffleet.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.feature.Statistic;
import java.security.SecureRandom;
import java.util.List;
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
        assertThat(Recipe.K150K.withModel("vmaf_v0.6.1neg").digest()).isNotEqualTo(Recipe.K150K.digest());
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
