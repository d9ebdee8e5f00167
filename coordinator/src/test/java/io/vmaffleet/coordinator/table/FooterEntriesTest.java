package io.vmaffleet.coordinator.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.task.Metrics;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FooterEntriesTest {
    private static Map<String, String> entries(Recipe recipe) {
        return FooterEntries.of(
                TableSchema.of(recipe, List.of()),
                recipe,
                new WrittenTable(1, "0", "1"),
                new TableFooter(Optional.empty(), 0, 0, 0));
    }

    @Test
    void itSaysHowFarFastMetricsMayBeOffAndOnlyThen() {
        Recipe pairs = Recipe.K150K.withPairing(Pairing.REFERENCE);

        assertThat(entries(pairs)).doesNotContainKey("vmaffleet.metrics");
        assertThat(entries(pairs.withMetrics(Metrics.FAST)))
                .containsEntry(
                        "vmaffleet.metrics",
                        "{\"float_ssim\":0.0,\"float_ms_ssim\":0.0,\"ciede2000\":0.03,\"psnr_hvs\":0.0}");
    }
}
