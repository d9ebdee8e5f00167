package io.vmaffleet.deploy.command;

import io.vmaffleet.deploy.local.SlotOptions;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import io.vmaffleet.worker.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A worker as a process of its own, for runs that share its Redis.
@Command(
        name = "worker",
        description = "Measure clips for the runs of a queue, until it is told to stop.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vmaf-fleet worker --redis redis://queue.lan:6379 --root /data/clips",
            "  vmaf-fleet worker --redis redis://queue.lan:6379 --queue gpu --slots 8 --root /data/clips=/mnt/clips"
        })
final class WorkerCommand implements Callable<Integer> {
    @Option(
            names = "--redis",
            required = true,
            paramLabel = "URI",
            description = {
                "The Redis that the runs use, redis://host:port or rediss://host:port (TLS);",
                "its password comes from " + RedisTaskQueue.PASSWORD_VARIABLE + "."
            })
    private String redis = "";

    @Option(
            names = "--queue",
            defaultValue = "default",
            paramLabel = "Q",
            description = "The pool to work in (default: ${DEFAULT-VALUE}).")
    private String queueName = "";

    @Option(names = "--slots", paramLabel = "N", description = "Clips at a time (default: the cores).")
    private Optional<Integer> slots = Optional.empty();

    @Option(
            names = "--root",
            required = true,
            paramLabel = "DIR",
            description = {
                "A folder that may be read below; repeat it for more.",
                "/coordinator/path=/path/here where mounts differ."
            })
    private List<String> roots = new ArrayList<>();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(
            names = "--drain-seconds",
            defaultValue = "60",
            paramLabel = "S",
            description = "How long clips in work may go on after SIGTERM (default: ${DEFAULT-VALUE}).")
    private int drainSeconds;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        int count = slots.orElseGet(SlotOptions::defaultCount);
        PlaceOptions.checkSlots("--slots", count);
        if (count < 1) {
            throw CommandException.usage("--slots " + count + " would do no work: give one at least");
        }
        if (drainSeconds < 0) {
            throw CommandException.usage("--drain-seconds " + drainSeconds + " is no time: give 0 or more");
        }
        PlaceOptions.check(redis);
        PlaceOptions.checkQueue(queueName);
        List<String> absolute = PlaceOptions.absolute(roots);
        PlaceOptions.checkRoots(absolute);
        SlotOptions options = new SlotOptions(count, absolute, engine.choice(), Versions.current());
        AtomicReference<Optional<Worker>> started = new AtomicReference<>(Optional.empty());
        StopSignals.handle(() -> started.get()
                .ifPresentOrElse(this::drain, () -> Runtime.getRuntime().halt(ExitCode.STOPPED.code())));
        try (RedisTaskQueue queue = RedisTaskQueue.connect(redis, queueName);
                Worker worker = new Worker(options.workerOptions(), queue)) {
            worker.start();
            started.set(Optional.of(worker));
            say(count + (count == 1 ? " slot works" : " slots work") + " on queue " + queueName + " of "
                    + queue.describe() + ", engine "
                    + worker.fingerprint().map(Object::toString).orElse("unknown"));
            worker.awaitClosed();
        }
        return ExitCode.COMPLETE.code();
    }

    private void drain(Worker worker) {
        say("stopping: clips in work have " + drainSeconds + " s to end; a second signal stops at once");
        Thread.ofPlatform().name("drain").start(() -> {
            try {
                worker.drain(Duration.ofSeconds(drainSeconds));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void say(String sentence) {
        spec.commandLine().getErr().println(sentence);
        spec.commandLine().getErr().flush();
    }
}
