package io.vmaffleet.coordinator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultsInHandTest {
    private final ResultsInHand results = new ResultsInHand();

    @Test
    void aResultMayGoOnceItIsForced() {
        results.take("1-0", "task");
        assertThat(results.knows("1-0", "task")).isTrue();
        assertThat(results.onDisk()).isEmpty();
        assertThat(results.underWay()).isOne();

        results.forced("1-0", "task");

        assertThat(results.knows("1-0", "task")).isTrue();
        assertThat(results.onDisk()).containsExactly("1-0");
        assertThat(results.underWay()).isZero();
        results.removed();
        assertThat(results.knows("1-0", "task")).isFalse();
    }

    @Test
    void anIdThatComesWithAnotherTaskIsAnotherResult() {
        results.take("1-0", "lost");
        results.forced("1-0", "lost");

        assertThat(results.knows("1-0", "other")).isFalse();

        assertThat(results.onDisk()).isEmpty();
    }

    @Test
    void theForceOfALostResultLetsTheOneUnderItsIdStay() {
        results.take("1-0", "lost");
        assertThat(results.knows("1-0", "other")).isFalse();
        results.take("1-0", "other");

        results.forced("1-0", "lost");

        assertThat(results.onDisk()).isEmpty();
        results.forced("1-0", "other");
        assertThat(results.onDisk()).containsExactly("1-0");
    }
}
