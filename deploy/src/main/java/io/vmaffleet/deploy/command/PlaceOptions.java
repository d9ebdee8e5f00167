package io.vmaffleet.deploy.command;

import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.deploy.local.SlotOptions;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.worker.decode.Roots;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
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
    private List<String> roots = new ArrayList<>();

    @Mixin
    final EngineOptions engine = new EngineOptions();

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

    /// As absolute paths.
    List<String> roots() {
        return absolute(roots);
    }

    /// How many slots this process has.
    int slots() {
        int count = workers.orElseGet(SlotOptions::defaultCount);
        checkSlots("--workers", count);
        if (count == 0 && redis.isEmpty()) {
            throw CommandException.usage(
                    "with --workers 0 and no --redis nobody would do the work: give one slot at least, or --redis URI");
        }
        return count;
    }

    /// What the run is extracted by.
    ///
    /// @param modelsOfRecipe that its slots know of without being told
    /// @throws CommandException if a flag cannot be meant
    RunFleets fleets(List<String> itsRoots, List<Path> modelsOfRecipe) {
        redis.ifPresent(PlaceOptions::check);
        checkQueue(queue);
        checkRoots(itsRoots);
        checkPort(httpPort);
        return new RunFleets(
                redis,
                queue,
                new SlotOptions(slots(), itsRoots, engine.choice().withModels(modelsOfRecipe), Versions.current()));
    }

    /// @throws CommandException if it is no address of a Redis, or holds a password
    static void check(String redis) {
        refusePassword(redis);
        if (!redis.matches("rediss?://[^/@]*@?[^/:@]+(:[0-9]{1,5})?(/[0-9]*)?")) {
            throw CommandException.usage("the address given by --redis is not of the form redis://host:port, or"
                    + " rediss://host:port for TLS");
        }
    }

    static void checkQueue(String queue) {
        if (!RedisTaskQueue.isQueueName(queue)) {
            throw CommandException.usage("--queue '" + queue + "' is no name of a queue: use up to 64 letters, digits,"
                    + " dots, underscores and hyphens, such as default or gpu");
        }
    }

    /// @param flag the one that gave the number
    static void checkSlots(String flag, int count) {
        if (count < 0) {
            throw CommandException.usage(flag + " " + count + " is no number of slots");
        }
        if (count > SlotOptions.mostCount()) {
            throw CommandException.usage(flag + " " + count + " is more than this host's memory bears, which is "
                    + SlotOptions.mostCount() + " slots: give fewer");
        }
    }

    static void checkPort(int port) {
        if (port < 0 || port > 65_535) {
            throw CommandException.usage("--http-port " + port + " is no port: give one from 1 to 65535, or 0 for any");
        }
    }

    static void checkRoots(List<String> roots) {
        try {
            Roots.parse(roots);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--root: " + e.getMessage());
        }
    }

    /// Roots as they are meant by one who types them in a folder. A mapping stays as it is: its left side is a path of
    /// another host.
    static List<String> absolute(List<String> roots) {
        return roots.stream()
                .map(root -> root.contains("=/")
                        ? root
                        : Path.of(root).toAbsolutePath().normalize().toString())
                .toList();
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
