package io.vmaffleet.queue.redis;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/// The contract on a server in a container: the image that `VMAF_FLEET_REDIS_IMAGE` names, Redis or Valkey.
@EnabledIf(value = "anEngineAnswers", disabledReason = "no container engine answers on this machine")
class ContainerRedisIT extends RedisTaskQueueContract {
    private static final int PORT = 6379;

    private static GenericContainer<?> redis;

    static boolean anEngineAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    @BeforeAll
    static void start() {
        String image = System.getenv().getOrDefault("VMAF_FLEET_REDIS_IMAGE", "redis:7-local");
        redis = new GenericContainer<>(DockerImageName.parse(image))
                .withExposedPorts(PORT)
                .withCommand("redis-server", "--save", "", "--bind", "0.0.0.0", "--protected-mode", "no");
        redis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @Override
    String uri() {
        return "redis://" + redis.getHost() + ":" + redis.getMappedPort(PORT);
    }
}
