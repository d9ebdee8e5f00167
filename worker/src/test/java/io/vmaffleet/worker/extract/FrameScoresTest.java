package io.vmaffleet.worker.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vmaffleet.feature.Feature;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FrameScoresTest {
    @Test
    void aFeatureHasAScoreForEachFrame() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FrameScores(3, Map.of(Feature.ADM2, new double[] {1, 2})))
                .withMessageContaining("2 scores for 3 frames");
    }

    @Test
    void scoresAreCopiedInAndOut() {
        double[] given = {1, Double.NaN};
        FrameScores scores = new FrameScores(2, Map.of(Feature.ADM2, given));

        given[0] = 7;
        scores.of(Feature.ADM2)[0] = 8;

        assertThat(scores.of(Feature.ADM2)).containsExactly(1, Double.NaN);
    }

    @Test
    void askingForWhatWasNotComputedIsAnError() {
        FrameScores scores = new FrameScores(1, Map.of(Feature.ADM2, new double[] {1}));

        assertThat(scores.has(Feature.PSNR_Y)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> scores.of(Feature.PSNR_Y))
                .withMessageContaining("was not computed");
    }
}
