package io.vmaffleet.queue.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedisAddressTest {
    @Test
    void whatIsShownIsHostAndPortAlone() {
        assertThat(parse("redis://user:s3cret@queue.example:6380/2").shown()).isEqualTo("queue.example:6380");
        assertThat(parse("redis://queue_1:6380").shown()).isEqualTo("queue_1:6380");
        assertThat(parse("redis://[::1]:6380").shown()).isEqualTo("[::1]:6380");
        assertThat(parse("redis://[::1]:6380").uri().getHost()).isEqualTo("::1");
        assertThat(parse("redis://localhost/3").uri().getDatabase()).isEqualTo(3);
        assertThat(parse("redis://localhost").shown()).isEqualTo("localhost:6379");
        assertThat(parse("rediss://:s3cret@queue.example").shown()).isEqualTo("queue.example:6379 (TLS)");
        assertThat(parse("rediss://queue.example").uri().isVerifyPeer()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "localhost:6379",
                "http://s3cret@localhost",
                "redis:s3cret",
                "redis://",
                "redis://:s3cret@",
                "redis://:s3 cret@localhost",
                "redis://:s3cret@localhost:port",
                "redis://:s3cret@localhost:123456",
                "redis://:s3cret@localhost:65536",
                "redis://:s3cret%4@localhost",
                "redis://:s3cret@localhost/first",
                "redis://:s3cr/et@localhost",
                "redis-sentinel://s3cret@localhost"
            })
    void whatIsNoAddressIsRefusedWithoutRepeatingIt(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("redis://host:port")
                .hasMessageNotContaining("cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a{b}", "a:b", "caf\u00e9"})
    void aQueueNameThatCannotBePartOfAKeyIsRefused(String name) {
        assertThatThrownBy(() -> new RedisKeys(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    private static RedisAddress parse(String text) {
        return RedisAddress.parse(text, Optional.empty());
    }
}
