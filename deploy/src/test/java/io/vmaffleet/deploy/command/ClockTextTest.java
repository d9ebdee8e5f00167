package io.vmaffleet.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClockTextTest {
    @Test
    void aTimeIsAsShortAsItCanBe() {
        assertThat(ClockText.of(7)).isEqualTo("0:07");
        assertThat(ClockText.of(12 * 60 + 34)).isEqualTo("12:34");
        assertThat(ClockText.of(5 * 3600 + 6 * 60 + 7)).isEqualTo("5:06:07");
        assertThat(ClockText.of(3 * 86_400 + 5 * 3600 + 6 * 60 + 7)).isEqualTo("3d 05:06:07");
    }
}
