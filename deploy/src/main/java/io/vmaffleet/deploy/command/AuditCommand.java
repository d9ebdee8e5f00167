package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.corpus.CorpusInventory;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.corpus.CorpusRequest.References;
import io.vmaffleet.deploy.audit.AuditReport;
import io.vmaffleet.deploy.audit.CorpusAudit;
import io.vmaffleet.task.Recipe.Layout;
import io.vmaffleet.worker.decode.DecoderLibrary;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Holds a corpus against its labels without measuring it.
@Command(
        name = "audit",
        description = {
            "Hold scores and sidecar against the files and their streams, before anything is measured.",
            "Each file is read once and one frame of it is decoded. Nothing is changed."
        },
        footerHeading = "%nExit codes:%n"
                + "  0  nothing was found%n"
                + "  2  usage, or scores, sidecar or pairs that cannot be read%n"
                + "  3  no folder, or no decoder%n"
                + "  4  something was found%n"
                + "%nExamples:%n",
        footer = {
            "  vmaf-fleet audit --clips-dir clips --scores scores.csv",
            "  vmaf-fleet audit --clips-dir clips --metadata-jsonl chug.jsonl",
            "  vmaf-fleet audit --clips-dir clips --metadata-jsonl chug.jsonl --json"
        })
final class AuditCommand implements Callable<Integer> {
    /// Enough to see what a kind is about.
    private static final int NAMES = 5;

    private enum Side {
        SELF,
        REFERENCE
    }

    @Mixin
    private final FolderOptions folder = new FolderOptions();

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    @Option(
            names = "--pairing",
            paramLabel = "WITH",
            description = {
                "self: clips would be compared with themselves; reference: with their references",
                "(default: reference where --pairs is given or the sidecar marks references)."
            })
    private Optional<Side> pairing = Optional.empty();

    @Option(
            names = "--pairs",
            paramLabel = "P.csv",
            description = "What would be compared with what: video_name, reference_name; else the sidecar says it.")
    private Optional<Path> pairs = Optional.empty();

    @Option(names = "--workers", paramLabel = "N", description = "How many files at a time (default: one a CPU).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(names = "--all", description = "Name all that was found, not the first " + NAMES + " of a kind.")
    private boolean all;

    @Option(names = "--json", description = "Print one JSON object, with all that was found.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        CorpusRequest request = request();
        DecoderLibrary.load();
        CorpusInventory corpus = CorpusInventory.read(request);
        AuditProgress progress = new AuditProgress(
                System.err,
                Terminal.isThere(),
                Terminal.columns(),
                corpus.files().size());
        AuditReport report = new CorpusAudit(corpus, progress).run(workers);
        progress.end();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            AuditText.printJson(report, out);
        } else {
            AuditText.print(report, all ? Integer.MAX_VALUE : NAMES, out);
        }
        out.flush();
        return (report.isClean() ? ExitCode.COMPLETE : ExitCode.DISAGREED).code();
    }

    private CorpusRequest request() {
        labels.requireAny();
        if (workers < 1) {
            throw CommandException.usage("--workers " + workers + " is no number of files: give 1 or more");
        }
        boolean self = pairing.filter(Side.SELF::equals).isPresent();
        if (self && pairs.isPresent()) {
            throw CommandException.usage(
                    "--pairs is for clips that are compared with references: leave --pairing self out");
        }
        if (!Files.isDirectory(folder.clips)) {
            throw CommandException.environment(folder.clips
                    + ": no such folder, or it cannot be seen; give the folder of the clips by --clips-dir");
        }
        return new CorpusRequest(
                folder.clips,
                labels.scores,
                labels.sidecar,
                folder.pattern,
                folder.limit(),
                labels.splitSeed,
                self,
                pairing.filter(Side.REFERENCE::equals).isPresent() || pairs.isPresent()
                        ? Optional.of(new References(pairs, false))
                        : Optional.empty(),
                Layout.CLIPS);
    }
}
