package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Lists the clips without a row by what kept them from it.
@Command(
        name = "failed",
        description = "Show the clips without a row, grouped by reason.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet failed features.parquet", "  vmaf-fleet failed --json features.parquet"})
final class FailedCommand implements Callable<Integer> {
    /// Enough to see what a group is about; the file has them all.
    private static final int EXAMPLES = 3;

    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Option(names = "--json", description = "Print the groups as JSON, each with all its clips.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        LedgerFiles files = new LedgerFiles(output);
        if (!Files.exists(files.run()) && !Files.exists(files.output())) {
            throw CommandException.usage("there is no run at " + files.output() + " (no " + files.run() + "): name the"
                    + " output as it was given to 'run --out'");
        }
        List<Group> groups = Files.exists(files.failed()) ? read(files.failed()) : List.of();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(toJson(groups)));
        } else {
            print(groups, files, out);
        }
        out.flush();
        return ExitCode.COMPLETE.code();
    }

    private static List<Group> read(Path failed) throws IOException {
        Map<String, Group> groups = new TreeMap<>();
        try (BufferedReader lines = Files.newBufferedReader(failed, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                try {
                    ObjectNode clip = Json.readObject(line);
                    String verdict = clip.path("verdict").asText("failed");
                    String reason = clip.path("reason").asText("INTERNAL");
                    groups.computeIfAbsent(verdict + " " + reason, key -> new Group(verdict, reason, new ArrayList<>()))
                            .clips()
                            .add(clip);
                } catch (WireFormatException e) {
                    throw CommandException.environment("line " + number + " of " + failed + " is " + e.getMessage()
                            + ": 'resume' writes the file anew");
                }
            }
        }
        return groups.values().stream()
                .sorted(Comparator.comparingInt((Group group) -> group.clips().size())
                        .reversed())
                .toList();
    }

    private static ObjectNode toJson(List<Group> groups) {
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("groups");
        for (Group group : groups) {
            ObjectNode one = array.addObject();
            one.put("verdict", group.verdict());
            one.put("reason", group.reason());
            one.put("count", group.clips().size());
            one.putArray("clips").addAll(group.clips());
        }
        return json;
    }

    private static void print(List<Group> groups, LedgerFiles files, PrintWriter out) {
        if (groups.isEmpty()) {
            out.println("No clip has failed or was left out.");
            return;
        }
        for (Group group : groups) {
            out.println(group.reason() + "  " + group.clips().size()
                    + (group.verdict().equals("left_out") ? " left out, a rule of the recipe" : " failed"));
            for (ObjectNode clip :
                    group.clips().subList(0, Math.min(EXAMPLES, group.clips().size()))) {
                out.println("    " + clip.path("clip_name").asText() + ": "
                        + clip.path("detail").asText());
            }
            if (group.clips().size() > EXAMPLES) {
                out.println("    and " + (group.clips().size() - EXAMPLES) + " more");
            }
        }
        out.println("All of them are in " + files.failed());
    }

    /// @param clips the lines of `X.failed.jsonl`
    private record Group(String verdict, String reason, List<ObjectNode> clips) {}
}
