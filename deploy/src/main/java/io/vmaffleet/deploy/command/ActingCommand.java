package io.vmaffleet.deploy.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Has the coordinator of a run at work do what the command's own name says.
abstract class ActingCommand implements Callable<Integer> {
    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        return RunAtWork.act(output, spec.name(), spec.commandLine().getOut());
    }
}
