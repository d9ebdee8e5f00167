package io.vmaffleet.deploy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Pauses a run at work.
@Command(
        name = "pause",
        description = "Send no more clips of a run at work; what is in work is measured to its end.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet pause features.parquet"})
final class PauseCommand implements Callable<Integer> {
    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return RunAtWork.act(output, "pause", spec.commandLine().getOut());
    }
}
