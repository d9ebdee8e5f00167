package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RetryChoice;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Puts clips without a row back, so that the next `resume` tries them again.
@Command(
        name = "retry",
        description = "Let failed clips be tried again: at once in a run at work, else by the next resume.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vmaf-fleet retry features.parquet",
            "  vmaf-fleet retry features.parquet --reason TRUNCATED",
            "  vmaf-fleet retry features.parquet --clip beach.mp4 --clip night.mp4"
        })
final class RetryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "X.parquet", description = "The run's output.")
    private Path output = Path.of("");

    @Option(
            names = "--reason",
            paramLabel = "R",
            description = "Only clips with this reason; repeat it for more (see 'failed').")
    private List<FailureReason> reasons = new ArrayList<>();

    @Option(names = "--clip", paramLabel = "NAME", description = "Only this clip; repeat it for more.")
    private List<String> clips = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        LedgerFiles files = new LedgerFiles(output);
        RunManifest manifest = RunAtHand.manifest(files);
        Optional<String> said = new LivingRun().act(manifest, "retry" + query());
        if (said.isPresent()) {
            spec.commandLine().getOut().println(said.get());
            spec.commandLine().getOut().flush();
            return ExitCode.COMPLETE.code();
        }
        return retryAtRest(files, manifest);
    }

    /// As the API takes it.
    private String query() {
        List<String> parts = new ArrayList<>();
        reasons.forEach(reason -> parts.add("reason=" + reason));
        clips.forEach(clip -> parts.add("clip=" + URLEncoder.encode(clip, StandardCharsets.UTF_8)));
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private int retryAtRest(LedgerFiles files, RunManifest manifest) throws IOException {
        List<FailedClip> chosen = RunAtHand.edit(
                        files, manifest, spec.commandLine().getErr())
                .retry(new RetryChoice(Set.copyOf(reasons), Set.copyOf(clips)));
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                chosen.isEmpty()
                        ? "no clip is put back: none has failed" + (reasons.isEmpty() ? "" : " for that reason")
                        : Typed.in(chosen.size() + (chosen.size() == 1 ? " clip is" : " clips are")
                                + " put back: 'vmaf-fleet resume " + files.output() + "' tries "
                                + (chosen.size() == 1 ? "it" : "them") + " again"));
        out.flush();
        return ExitCode.COMPLETE.code();
    }
}
