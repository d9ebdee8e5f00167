package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.coordinator.ledger.GivenUpClips;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
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
        List<Group> groups = groups(GivenUpClips.read(files));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(toJson(groups)));
        } else {
            print(groups, files, out);
        }
        out.flush();
        return ExitCode.COMPLETE.code();
    }

    /// The largest group first.
    private static List<Group> groups(List<FailedClip> clips) {
        Map<String, Group> groups = new TreeMap<>();
        for (FailedClip clip : clips) {
            groups.computeIfAbsent(
                            clip.verdict() + " " + clip.reason(),
                            key -> new Group(clip.verdict(), clip.reason(), new ArrayList<>()))
                    .clips()
                    .add(clip);
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
            one.put("verdict", group.verdict().name().toLowerCase(Locale.ROOT));
            one.put("reason", group.reason().name());
            one.put("count", group.clips().size());
            ArrayNode clips = one.putArray("clips");
            for (FailedClip clip : group.clips()) {
                ObjectNode row = clips.addObject();
                row.put("clip_name", clip.clipName());
                row.put("detail", clip.detail());
                row.put("attempts", clip.attempts());
                ArrayNode hosts = row.putArray("hosts");
                clip.hosts().forEach(hosts::add);
            }
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
                    + (group.verdict() == Verdict.LEFT_OUT ? " left out, a rule of the recipe" : " failed"));
            for (FailedClip clip :
                    group.clips().subList(0, Math.min(EXAMPLES, group.clips().size()))) {
                out.println("    " + clip.clipName() + ": " + clip.detail());
            }
            if (group.clips().size() > EXAMPLES) {
                out.println("    and " + (group.clips().size() - EXAMPLES) + " more");
            }
        }
        out.println("'failed --json' lists all of them"
                + (Files.exists(files.staging()) ? "; the run has not ended yet" : ", as does " + files.failed()));
    }

    private record Group(Verdict verdict, FailureReason reason, List<FailedClip> clips) {}
}
