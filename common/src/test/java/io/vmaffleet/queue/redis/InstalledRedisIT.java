package io.vmaffleet.queue.redis;

import io.vmaffleet.queue.testing.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

/// The contract on the server that this machine has installed, Redis or Valkey.
@EnabledIf(value = "isInstalled", disabledReason = "no redis-server is installed on this machine")
class InstalledRedisIT extends RedisTaskQueueContract {
    private static RedisProcess redis;

    static boolean isInstalled() {
        return RedisProcess.installedProgram().isPresent();
    }

    @BeforeAll
    static void start() {
        redis = RedisProcess.start(RedisProcess.installedProgram().orElseThrow());
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
