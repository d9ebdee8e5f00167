package io.vmaffleet.deploy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lets a paused run go on.
@Command(
        name = "unpause",
        description = "Let a paused run go on.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet unpause features.parquet"})
final class UnpauseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return RunAtWork.act(output, "unpause", spec.commandLine().getOut());
    }
}
