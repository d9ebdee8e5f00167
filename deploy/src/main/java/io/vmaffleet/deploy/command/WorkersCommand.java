package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Lists the workers alone.
@Command(
        name = "workers",
        description = "Show the workers of a run or a queue and what each slot does.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet workers features.parquet", "  vmaf-fleet workers --redis redis://queue.lan:6379"})
final class WorkersCommand implements Callable<Integer> {
    @Mixin
    private final StatusSource source = new StatusSource();

    @Option(names = "--json", description = "Print them as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        source.requireOne(spec.commandLine());
        var out = spec.commandLine().getOut();
        try (source) {
            ObjectNode status = source.read();
            if (json) {
                out.println(Json.write(Json.object().set("workers", status.path("workers"))));
            } else {
                List<String> lines = StatusText.workers(status.path("workers"));
                (lines.isEmpty() ? List.of("no workers") : lines).forEach(out::println);
            }
        }
        out.flush();
        return ExitCode.COMPLETE.code();
    }
}
