package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.RunOutcome;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.deploy.demo.DemoCorpus;
import io.vmaffleet.deploy.local.CacheFolder;
import io.vmaffleet.deploy.local.ControlToken;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.deploy.local.SlotOptions;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The whole way once, on a corpus that it makes.
@Command(
        name = "demo",
        description = "Make a small corpus of real encodes, extract it here, and show the table.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet demo", "  vmaf-fleet demo --workers 1 --out demo.parquet"})
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--out", paramLabel = "X.parquet", description = "The table to write (default: in a new folder).")
    private Optional<Path> output = Optional.empty();

    @Option(names = "--workers", paramLabel = "N", description = "Slots, a clip each at a time (default: the cores).")
    private Optional<Integer> workers = Optional.empty();

    @Mixin
    private final EngineOptions engine = new EngineOptions();

    @Option(
            names = "--http-port",
            defaultValue = "0",
            paramLabel = "PORT",
            description = "Port of the status page on 127.0.0.1 (default: any that is free).")
    private int httpPort;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        int slots = workers.orElseGet(SlotOptions::defaultCount);
        PlaceOptions.checkSlots("--workers", slots);
        PlaceOptions.checkPort(httpPort);
        EngineChoice choice = engine.choice();
        if (slots < 1) {
            throw CommandException.usage("--workers " + slots + " would do no work: give one at least");
        }
        LedgerFiles files = new LedgerFiles(
                output.isPresent()
                        ? output.get()
                        : Files.createTempDirectory("vmaf-fleet-demo-").resolve("demo.parquet"));
        ProgressBar bar = ProgressBar.onStandardError(1);
        DemoCorpus corpus = DemoCorpus.cached(
                CacheFolder.path().resolve("demo"), () -> bar.say("encoding the demo's clips (once) ..."));
        RunOptions options = new RunOptions(
                new CorpusRequest(
                        corpus.clips(),
                        Optional.of(corpus.scores()),
                        Optional.of(corpus.sidecar()),
                        CorpusRequest.DEFAULT_PATTERN,
                        OptionalInt.empty(),
                        CorpusRequest.DEFAULT_SPLIT_SEED,
                        false,
                        Optional.empty(),
                        Layout.CLIPS),
                files.output(),
                Recipe.K150K,
                "default",
                false,
                slots,
                List.of(),
                httpPort,
                Versions.current(),
                ControlToken.random(),
                Optional.empty());
        RunFleets fleets = new RunFleets(
                Optional.empty(), "default", new SlotOptions(slots, List.of(), choice, Versions.current()));
        RunOutcome outcome = new RunSession(bar).run(options, fleets);
        tell(outcome, files, spec.commandLine().getOut());
        return RunSession.exitCode(outcome).code();
    }

    /// One of the demo's clips is broken on purpose, so its exit code is 1 and the text says why that is right.
    private static void tell(RunOutcome outcome, LedgerFiles files, PrintWriter out) throws IOException {
        if (!Files.exists(files.output())) {
            RunCommand.tell(outcome, out);
            return;
        }
        ClosingTable.of(files).forEach(out::println);
        out.println();
        out.println("table:  " + files.output());
        out.println("read:   python3 -c \"import pandas; print(pandas.read_parquet('" + files.output()
                + "').describe())\"  (needs pandas and pyarrow)");
        out.println(
                "failed: " + Typed.in("'vmaf-fleet failed " + files.output()).substring(1)
                        + "  (one clip is broken and one too small on purpose; for the broken one a run ends with exit code "
                        + ExitCode.FAILED_CLIPS.code() + ")");
        out.flush();
    }
}
