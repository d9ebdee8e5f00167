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

/// Shows how a run, or everything on a Redis, stands: once, or again and again.
@Command(
        name = "status",
        description = "Show runs, queue depth, rate, ETA, and what each worker's slots do.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vmaf-fleet status features.parquet",
            "  vmaf-fleet status --watch features.parquet",
            "  vmaf-fleet status --json --redis redis://queue.lan:6379 --queue gpu"
        })
final class StatusCommand implements Callable<Integer> {
    private static final long WATCH_EVERY_MILLIS = 2000;
    private static final String CLEAR_TERMINAL = "\u001b[H\u001b[2J";

    @Mixin
    private final StatusSource source = new StatusSource();

    @Option(names = "--watch", description = "Show it again every two seconds, until the run ends.")
    private boolean watch;

    @Option(names = "--json", description = "Print one JSON object (with --watch: one a line).")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        source.requireOne(spec.commandLine());
        try (source) {
            ObjectNode status = source.read();
            show(status);
            while (watch && !isOver(status)) {
                Thread.sleep(WATCH_EVERY_MILLIS);
                status = source.read();
                show(status);
            }
        }
        return ExitCode.COMPLETE.code();
    }

    private void show(ObjectNode status) {
        var out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(status));
        } else {
            if (watch && Terminal.isThere()) {
                out.print(CLEAR_TERMINAL);
            }
            List<String> lines = status.has("run") ? StatusText.of(status) : RedisOverview.lines(status);
            lines.forEach(line -> out.println(Typed.in(line)));
        }
        out.flush();
    }

    private static boolean isOver(ObjectNode status) {
        return List.of("finished", "stopped")
                .contains(status.path("run").path("phase").asText());
    }
}
