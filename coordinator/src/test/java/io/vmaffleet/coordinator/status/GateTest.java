package io.vmaffleet.coordinator.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GateTest {
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]", "::1"})
    void onLoopbackALoopbackNamePasses(String host) {
        assertThat(new Gate(loopback(), null).refusal(host, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "127.0.0.1234",
                "10.0.0.1",
                ""
            })
    void onLoopbackAnyOtherNameIsRefused(String host) {
        assertThat(new Gate(loopback(), null).refusal(host, null))
                .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(403));
        assertThat(new Gate(loopback(), null).refusal(null, null)).isPresent();
    }

    @Test
    void boundWiderItNeedsAToken() throws UnknownHostException {
        InetAddress any = InetAddress.getByName("0.0.0.0");

        assertThatThrownBy(() -> new Gate(any, null))
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("token");
        assertThatThrownBy(() -> new Gate(any, " ")).hasMessageContaining("token is blank");
        assertThatThrownBy(() -> new Gate(loopback(), "")).hasMessageContaining("token is blank");
        Gate gate = new Gate(any, "s3cret:with colon");
        assertThat(gate.refusal("coordinator.lan", null))
                .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(401));
        assertThat(gate.refusal("coordinator.lan", "Bearer s3cret")).isPresent();
        assertThat(gate.refusal("coordinator.lan", "Basic %%%")).isPresent();
        assertThat(gate.refusal("coordinator.lan", basic("me", "wrong"))).isPresent();
        assertThat(gate.refusal("coordinator.lan", "Bearer s3cret:with colon")).isEmpty();
        assertThat(gate.refusal("coordinator.lan", basic("me", "s3cret:with colon")))
                .isEmpty();
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static InetAddress loopback() {
        return InetAddress.getLoopbackAddress();
    }
}
