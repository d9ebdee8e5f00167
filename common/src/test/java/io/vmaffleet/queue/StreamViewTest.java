package io.vmaffleet.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamViewTest {
    @ParameterizedTest
    @CsvSource({
        "0-0, 0-0, 0",
        "0-1, 0-0, 1",
        "9-0, 10-0, -1",
        "10-9, 10-10, -1",
        "1700000000000-0, 999999999999-99, 1",
        "18446744073709551615-1, 1-18446744073709551615, 1",
        "5-18446744073709551615, 5-9223372036854775807, 1"
    })
    void idsAreOrderedAsTheServerOrdersThem(String a, String b, int order) {
        assertThat(Integer.signum(StreamView.compareIds(a, b))).isEqualTo(order);
        assertThat(Integer.signum(StreamView.compareIds(b, a))).isEqualTo(-order);
    }
}
