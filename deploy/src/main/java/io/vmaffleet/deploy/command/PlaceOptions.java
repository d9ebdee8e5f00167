package io.vmaffleet.deploy.command;

import io.vmaffleet.queue.redis.RedisTaskQueue;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Where the work is done: the queue, and the slots of this process.
final class PlaceOptions {
    @Option(
            names = "--redis",
            paramLabel = "URI",
            description = {
                "A shared Redis, redis://host:port or rediss://host:port (TLS), instead of an embedded one;",
                "its password comes from " + RedisTaskQueue.PASSWORD_VARIABLE + "."
            })
    Optional<String> redis = Optional.empty();

    @Option(
            names = "--queue",
            defaultValue = "default",
            paramLabel = "Q",
            description = "The pool of workers to use (default: ${DEFAULT-VALUE}).")
    String queue = "";

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Another folder that the local slots may read; repeat it for more.")
    List<String> roots = new ArrayList<>();

    @Option(names = "--libvmaf", paramLabel = "FILE", description = "The libvmaf.so.3 to use.")
    Optional<Path> libvmaf = Optional.empty();

    /// The shared Redis; empty for an embedded one.
    Optional<String> checkedRedis() {
        redis.ifPresent(PlaceOptions::refusePassword);
        return redis;
    }

    /// A flag can be read by every user of the machine, so no password may stand in one.
    static void refusePassword(String redis) {
        String userInfo = URI.create(redis.strip()).getRawUserInfo();
        if (userInfo != null && userInfo.indexOf(':') >= 0) {
            throw CommandException.usage(
                    "the address given by --redis holds a password, which every user of this machine"
                            + " could read: leave it out and set " + RedisTaskQueue.PASSWORD_VARIABLE + " instead");
        }
    }
}
