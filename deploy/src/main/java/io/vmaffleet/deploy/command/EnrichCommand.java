package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.corpus.LabelRevision;
import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.table.Enrichment;
import io.vmaffleet.coordinator.table.OutputLock;
import io.vmaffleet.coordinator.table.TableEnrichment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Gives a finished table other labels without extracting.
@Command(
        name = "enrich",
        description = {
            "Add or correct scores and metadata of a finished table, without extracting.",
            "What was measured, the order of rows and columns and their types stay as they are."
        },
        footerHeading = "%nExit codes:%n"
                + "  0  written%n"
                + "  2  usage, or labels that cannot be read or do not fit%n"
                + "  3  a table that cannot be read, or a disk that cannot be written%n"
                + "%nExamples:%n",
        footer = {
            "  vmaf-fleet enrich features.parquet --scores corrected.csv --out corrected.parquet",
            "  vmaf-fleet enrich k150k.parquet --metadata-jsonl chug.jsonl --in-place"
        })
final class EnrichCommand implements Callable<Integer> {
    @Parameters(paramLabel = "X.parquet", description = "A table of vmaf-fleet or of the Python script.")
    private Path table = Path.of("");

    @Mixin
    private final LabelOptions labels = new LabelOptions();

    @ArgGroup(multiplicity = "1")
    private Target target = new Target();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private static final class Target {
        @Option(names = "--out", required = true, paramLabel = "Y.parquet", description = "The table to write.")
        private Optional<Path> output = Optional.empty();

        @Option(
                names = "--in-place",
                required = true,
                paramLabel = "",
                description = "Write it in place of the old one; not where that is the table of a run.")
        private boolean inPlace;
    }

    @Override
    @SuppressWarnings("try") // the lock is held, not used
    public Integer call() throws IOException {
        labels.requireAny();
        if (!Files.isRegularFile(table)) {
            throw CommandException.usage(table + ": no such file; name the table that is to have other labels");
        }
        Path output = output();
        try (OutputLock lock = OutputLock.take(output)
                .orElseThrow(() ->
                        CommandException.usage(output + " is just being written by another 'enrich': wait for it"))) {
            Enrichment done = new TableEnrichment()
                    .write(table, output, new LabelRevision.Source(labels.scores, labels.sidecar, labels.splitSeed));
            tell(done, output, spec.commandLine().getOut());
        }
        return ExitCode.COMPLETE.code();
    }

    private Path output() throws IOException {
        if (target.inPlace) {
            refuseTableOfRun(table);
            return table;
        }
        Path output = target.output.orElseThrow();
        if (!output.toString().endsWith(".parquet")) {
            throw CommandException.usage("--out " + output + " would be a Parquet table: name it so, X.parquet");
        }
        refuseTableOfRun(output);
        if (!Files.isDirectory(output.toAbsolutePath().resolveSibling(""))) {
            throw CommandException.usage(
                    "the folder of " + output + " does not exist: make it, or choose another --out");
        }
        if (Files.exists(output)) {
            throw CommandException.usage(output
                    + (Files.isSameFile(table, output)
                            ? " is the table itself: give --in-place, or another --out"
                            : " is there already: give another --out, or remove it"));
        }
        return output;
    }

    private static void refuseTableOfRun(Path output) {
        LedgerFiles files = new LedgerFiles(output);
        if (Files.exists(files.run())) {
            throw CommandException.usage(files.output() + " is the table of a run (" + files.run()
                    + "), and 'vmaf-fleet verify' would find other bytes there: correct the run's own labels and"
                    + " 'vmaf-fleet resume " + files.output() + "', or give another --out");
        }
    }

    private static void tell(Enrichment done, Path output, PrintWriter out) {
        TextTable changes = new TextTable("column", "new", "added", "corrected");
        done.changes()
                .forEach(change -> changes.add(
                        change.column(), change.isNew() ? "yes" : "no", change.added(), change.corrected()));
        out.println("table: " + output + ", " + done.rows() + (done.rows() == 1 ? " row" : " rows"));
        if (changes.isEmpty()) {
            out.println("No label changed.");
        } else {
            changes.lines().forEach(out::println);
        }
        note("rows without new labels, which keep what they had", done.rowsWithoutLabels(), out);
        note("scores without a row", done.scoresWithoutRow(), out);
        note("lines of the sidecar without a row", done.sidecarWithoutRow(), out);
        out.flush();
    }

    private static void note(String what, Tally names, PrintWriter out) {
        if (names.count() > 0) {
            out.println("note:  " + what + ": " + names.count() + " (" + names + ")");
        }
    }
}
