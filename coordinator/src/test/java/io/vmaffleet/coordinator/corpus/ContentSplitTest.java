package io.vmaffleet.coordinator.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentSplitTest {
    /// Worked out by Python: `int.from_bytes(blake2s(seed + "\0" + content, digest_size=8), "big") / 2**64`.
    @ParameterizedTest
    @CsvSource({
        "chug-hdr-v1, Content 1,          train",
        "chug-hdr-v1, Skate park (night), test",
        "chug-hdr-v1, Grüße,              train",
        "other,       Grüße,              test",
        "chug-hdr-v1, a,                  test",
        "chug-hdr-v1, c,                  train",
        "chug-hdr-v1, e,                  train",
        "other,       e,                  train",
    })
    void aContentIsWherePythonPutsIt(String seed, String content, String part) {
        assertThat(new ContentSplit(seed).of(content)).isEqualTo(part);
    }

    @Test
    void eightTenthsAreTrainAndATenthEachValAndTest() {
        ContentSplit split = new ContentSplit("chug-hdr-v1");
        int[] counts = new int[3];
        for (int i = 0; i < 10_000; i++) {
            switch (split.of("content " + i)) {
                case "train" -> counts[0]++;
                case "val" -> counts[1]++;
                default -> counts[2]++;
            }
        }

        assertThat(counts).containsExactly(8_017, 968, 1_015);
    }

    @Test
    void onlyTheThreePartsAreNamesOfParts() {
        assertThat(ContentSplit.named(" Val ")).contains("val");
        assertThat(ContentSplit.named("validation")).isEmpty();
        assertThat(ContentSplit.named("")).isEmpty();
    }
}
