package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Has the coordinator of a run do what the command's own name says; where none is at work, notes it in the run's
/// ledger for the next one.
abstract class ActingCommand implements Callable<Integer> {
    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final RunManifest.State wanted;
    private final String noted;
    private final String notNews;

    /// @param wanted the state that a run at rest is to be in
    /// @param noted what that means, with `%s` where the output is named
    /// @param notNews the same, where it was so already
    ActingCommand(RunManifest.State wanted, String noted, String notNews) {
        this.wanted = wanted;
        this.noted = noted;
        this.notNews = notNews;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LedgerFiles files = new LedgerFiles(output);
        RunManifest manifest = RunAtHand.manifest(files);
        Optional<String> said = new LivingRun().act(manifest, spec.name());
        PrintWriter out = spec.commandLine().getOut();
        out.println(Typed.in(said.isPresent() ? said.get() : mark(files, manifest)));
        out.flush();
        return ExitCode.COMPLETE.code();
    }

    private String mark(LedgerFiles files, RunManifest manifest) throws IOException {
        boolean isNews =
                RunAtHand.edit(files, manifest, spec.commandLine().getErr()).mark(wanted);
        return (isNews ? noted : notNews).formatted(files.output());
    }
}
