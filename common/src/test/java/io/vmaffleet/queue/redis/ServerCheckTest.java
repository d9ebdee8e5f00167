package io.vmaffleet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.queue.QueueUnsuitableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCheckTest {
    @ParameterizedTest
    @ValueSource(strings = {"6.2.0", "6.2.11", "6.10.0", "7.0.15", "8.2.1", "10.0.0", "255.255.255"})
    void serversFromTheOldestOnAreServed(String version) {
        ServerCheck check = check("redis_version:" + version + "\r\nmaxmemory:0\r\nmaxmemory_policy:noeviction\r\n");

        assertThat(check.mustBeSuitable().describe()).isEqualTo("Redis " + version + " at here:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.0.16", "5.0.14", "2.8", "6", "unknown", ""})
    void olderServersAndThoseWithoutAVersionAreRefused(String version) {
        ServerCheck check = check("redis_version:" + version + "\r\nmaxmemory:0\r\n");

        assertThatThrownBy(check::mustBeSuitable)
                .isInstanceOf(QueueUnsuitableException.class)
                .hasMessageContaining("here:1")
                .hasMessageContaining("6.2");
    }

    @Test
    void valkeyIsCalledByItsOwnName() {
        ServerCheck check = check("""
                # Server
                redis_version:7.2.4
                server_name:valkey
                valkey_version:8.1.0
                # Memory
                maxmemory:1048576
                maxmemory_policy:noeviction
                """);

        assertThat(check.mustBeSuitable().describe()).isEqualTo("Valkey 8.1.0 at here:1");
    }

    @Test
    void aBoundedMemoryWhosePolicyIsNotToldIsRefused() {
        ServerCheck check = check("redis_version:7.0.0\r\nmaxmemory:1048576\r\n");

        assertThatThrownBy(check::mustBeSuitable).isInstanceOf(QueueUnsuitableException.class);
    }

    private static ServerCheck check(String info) {
        return ServerCheck.of(info, "here:1");
    }
}
