package io.vmaffleet.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {
    private static final Heartbeat HEARTBEAT = new Heartbeat(
            "host:1:00000001",
            "host",
            1,
            "0.1.0",
            "fedcba9876543210",
            Map.of("libvmaf", "3.2.0"),
            List.of("/clips"),
            List.of(new Heartbeat.Slot(0, "measuring", "0123456789abcdef", "a.mp4", 12, 240, 0.5)),
            3,
            720,
            false,
            Map.of());

    @Test
    void heartbeatsReadBackAsTheyWereWritten() {
        assertThat(Heartbeat.decode(HEARTBEAT.encode())).isEqualTo(HEARTBEAT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{}", "{\"worker\":\"a\"}", "{\"pid\":\"many\"}"})
    void whatIsNoHeartbeatIsRefused(String json) {
        assertThatThrownBy(() -> Heartbeat.decode(json)).isInstanceOf(WireFormatException.class);
    }

    @Test
    void aSlotThatLacksItsClipIsRefused() {
        String json = HEARTBEAT.encode().replace("\"clip\":\"a.mp4\",", "");

        assertThatThrownBy(() -> Heartbeat.decode(json)).isInstanceOf(WireFormatException.class);
    }
}
