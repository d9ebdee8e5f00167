package io.vmaffleet.queue.redis;

import io.vmaffleet.queue.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// The contract on the server that local mode brings along: Redis 6.2, the oldest that is served.
class EmbeddedRedisIT extends RedisTaskQueueContract {
    private static RedisProcess redis;

    @BeforeAll
    static void start() {
        redis = RedisProcess.startEmbedded();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    String uri() {
        return redis.uri();
    }
}
