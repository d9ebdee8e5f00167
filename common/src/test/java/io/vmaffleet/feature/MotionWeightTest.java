package io.vmaffleet.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MotionWeightTest {
    @ParameterizedTest
    @CsvSource({
        "24, 1",
        "25, 1",
        "29.97, 1",
        "30, 1",
        "32, 1",
        "60, 0.5",
        "59.94, 0.5005005005005005",
        "120, 0.25",
        "240, 0.25",
        "15, 2",
        "7.5, 4",
        "1, 4",
        "32.5, 0.9230769230769231",
        "23.976, 1.2512512512512513"
    })
    void theWeightIsThirtyByTheRateWithinItsBounds(double fps, double weight) {
        assertThat(MotionWeight.of(fps)).isEqualTo(weight);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void anUnknownRateWeighsOne(double fps) {
        assertThat(MotionWeight.of(fps)).isEqualTo(1);
    }

    @Test
    void theOptionHasFourDecimalsInAnyLanguageAndIsLeftOutAtOne() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(MotionWeight.option(0.5005005005005005)).contains("0.5005");
            assertThat(MotionWeight.option(4)).contains("4.0000");
            assertThat(MotionWeight.option(1)).isEmpty();
        } finally {
            Locale.setDefault(before);
        }
    }
}
