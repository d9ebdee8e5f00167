package io.vmaffleet.deploy.local;

import java.nio.file.Path;

/// A process that starts an embedded Redis, tells its address, and waits to be killed.
final class RedisHolder {
    private RedisHolder() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(RedisBinary.find(Path.of(arguments[0])))) {
            System.out.println(redis.uri());
            System.in.read();
        }
    }
}
