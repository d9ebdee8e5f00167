package io.vmaffleet.deploy.command;

import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.deploy.local.SlotOptions;
import io.vmaffleet.queue.redis.RedisTaskQueue;
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

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Slots of this process, a clip each at a time (default: the cores; 0 with --redis for none).")
    Optional<Integer> workers = Optional.empty();

    @Option(
            names = "--http-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Port of the status page on 127.0.0.1 (default: any that is free).")
    int httpPort;

    /// How many slots this process has.
    int slots() {
        int count = workers.orElseGet(() -> Runtime.getRuntime().availableProcessors());
        if (count < 0) {
            throw CommandException.usage("--workers " + count + " is no number of slots");
        }
        if (count == 0 && redis.isEmpty()) {
            throw CommandException.usage(
                    "with --workers 0 and no --redis nobody would do the work: give one slot at least, or --redis URI");
        }
        return count;
    }

    /// What the run is extracted by.
    RunFleets fleets(List<String> itsRoots) {
        redis.ifPresent(PlaceOptions::check);
        return new RunFleets(redis, queue, new SlotOptions(slots(), itsRoots, libvmaf, Versions.current()));
    }

    /// @throws CommandException if it is no address of a Redis, or holds a password
    static void check(String redis) {
        refusePassword(redis);
        if (!redis.matches("rediss?://[^/@]*@?[^/:@]+(:[0-9]{1,5})?(/[0-9]*)?")) {
            throw CommandException.usage("the address given by --redis is not of the form redis://host:port, or"
                    + " rediss://host:port for TLS");
        }
    }

    /// A flag can be read by every user of the machine, so no password may stand in one.
    private static void refusePassword(String redis) {
        int login = redis.lastIndexOf('@');
        if (login >= 0
                && redis.substring(0, login).replaceFirst("^[a-z]+://", "").indexOf(':') >= 0) {
            throw CommandException.usage(
                    "the address given by --redis holds a password, which every user of this machine"
                            + " could read: leave it out and set " + RedisTaskQueue.PASSWORD_VARIABLE + " instead");
        }
    }
}
