package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.RunOutcome;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.deploy.local.ControlToken;
import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.deploy.local.SlotOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Goes on with a run by what its `X.run.json` says, so that nothing but the output's path is needed.
@Command(
        name = "resume",
        description = "Go on with an interrupted run, as it was begun.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vmaf-fleet resume features.parquet",
            "  vmaf-fleet resume features.parquet --redis redis://queue.lan:6379"
        })
final class ResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Option(names = "--redis", paramLabel = "URI", description = "Another shared Redis than the run was begun with.")
    private Optional<String> redis = Optional.empty();

    @Option(names = "--workers", paramLabel = "N", description = "Another number of slots of this process.")
    private Optional<Integer> workers = Optional.empty();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(
            names = "--http-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Port of the status page on 127.0.0.1 (default: any that is free).")
    private int httpPort;

    @Option(
            names = "--progress-every",
            defaultValue = "200",
            paramLabel = "N",
            description = "Where there is no terminal, print a line every N clips (default: ${DEFAULT-VALUE}).")
    private int progressEvery;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LedgerFiles files = new LedgerFiles(output);
        RunManifest manifest = RunManifest.read(files)
                .orElseThrow(() -> CommandException.usage("there is no run at " + files.output() + " (no " + files.run()
                        + "): begin one by 'vmaf-fleet run', or name the output as it was given to 'run --out'"));
        Optional<String> shared = redis.or(() -> sharedRedis(manifest));
        shared.ifPresent(PlaceOptions::check);
        int slots = workers.orElse(manifest.slots());
        PlaceOptions.checkSlots("--workers", slots);
        PlaceOptions.checkPort(httpPort);
        CorpusOptions.checkProgress(progressEvery);
        if (slots == 0 && shared.isEmpty()) {
            throw CommandException.usage(
                    "with " + slots + " slots and no --redis nobody would do the work: give --workers or --redis");
        }
        RunOptions options = new RunOptions(
                manifest.request(),
                files.output(),
                manifest.recipe(),
                manifest.queue(),
                false,
                slots,
                manifest.roots(),
                httpPort,
                Versions.current(),
                ControlToken.random(),
                Optional.empty(),
                manifest.frames().map(RunManifest.Frames::folder));
        RunFleets fleets = new RunFleets(
                shared,
                manifest.queue(),
                new SlotOptions(slots, manifest.roots(), engine.choice(), Versions.current()));
        RunOutcome outcome = new RunSession(ProgressBar.onStandardError(progressEvery)).run(options, fleets);
        RunCommand.tell(outcome, spec.commandLine().getOut());
        return RunSession.exitCode(outcome).code();
    }

    /// An embedded server's address is no URI, since nobody but its coordinator can use it.
    static Optional<String> sharedRedis(RunManifest manifest) {
        return manifest.redisAddress()
                .filter(address -> address.startsWith("redis://") || address.startsWith("rediss://"));
    }
}
