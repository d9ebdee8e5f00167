package io.vmaffleet.deploy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Stops a run at work.
@Command(
        name = "cancel",
        description = "Stop a run at work without waiting for its clips; resume goes on with it.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet cancel features.parquet"})
final class CancelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return RunAtWork.act(output, "cancel", spec.commandLine().getOut());
    }
}
