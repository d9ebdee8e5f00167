package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.export.CombineExport;
import io.vmaffleet.coordinator.export.CombineExport.Source;
import io.vmaffleet.coordinator.export.Exported;
import io.vmaffleet.coordinator.export.ShardExport;
import io.vmaffleet.coordinator.export.SourceTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Makes of a finished table what the scripts that read such tables want.
@Command(
        name = "export",
        description = {
            "Write a finished table in the form that CHUG's validator or the merging script reads.",
            "The table itself is not changed."
        },
        footerHeading = "%nExit codes:%n"
                + "  0  written%n"
                + "  2  usage, or a table that cannot be exported as asked%n"
                + "  3  no Parquet table, a damaged one, or a disk that fails%n"
                + "%nExamples:%n",
        footer = {
            "  vmaf-fleet export chug.parquet --jsonl-shards 8 --out shards",
            "  vmaf-fleet export chug.parquet --for combine --skip-incomplete",
            "  vmaf-fleet export k150k.parquet --for combine --source konvid --out k150k_full.parquet"
        })
final class ExportCommand implements Callable<Integer> {
    private static final String COMBINE = "combine";

    @Parameters(paramLabel = "X.parquet", description = "A finished table.")
    private Path table = Path.of("");

    @Option(
            names = "--jsonl-shards",
            paramLabel = "N",
            description = "Write N files shard_00.features.jsonl and so on, a row a line; a content stays in one.")
    private Optional<Integer> shards = Optional.empty();

    @Option(
            names = "--for",
            paramLabel = "READER",
            description = "Write a Parquet with the columns of a reader: 'combine', the script that merges corpora.")
    private Optional<String> reader = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "PATH",
            description = "The folder of the shards (default: X.shards), or the Parquet (default: X.combine.parquet).")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--source",
            paramLabel = "TEXT",
            description = "The column 'source' of all rows (default: the row's content, else its clip).")
    private Optional<String> source = Optional.empty();

    @Option(names = "--source-from", paramLabel = "COLUMN", description = "The column to take 'source' from.")
    private Optional<String> sourceColumn = Optional.empty();

    @Option(
            names = "--skip-incomplete",
            description = "Leave out rows that lack a feature's value, for which trainers take 0.0.")
    private boolean skipIncomplete;

    @Option(names = "--overwrite", description = "Replace shards, or the Parquet, that lie there.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (shards.isPresent() == reader.isPresent()) {
            throw CommandException.usage("say what to export: either --jsonl-shards N or --for combine");
        }
        if (shards.isPresent()) {
            exportShards(shards.get());
        } else {
            exportForCombine(reader.orElseThrow());
        }
        return ExitCode.COMPLETE.code();
    }

    private void exportShards(int count) throws IOException {
        if (count < 1 || count > ShardExport.MOST) {
            throw CommandException.usage(
                    "--jsonl-shards " + count + " is no number of shards: give 1 to " + ShardExport.MOST);
        }
        if (source.isPresent() || sourceColumn.isPresent()) {
            throw CommandException.usage("--source is of --for combine: shards have no such column");
        }
        Path folder = out.orElseGet(() -> beside(".shards"));
        Exported exported = new ShardExport().write(SourceTable.read(table), folder, count, skipIncomplete, overwrite);
        show(exported, " in " + count + (count == 1 ? " shard" : " shards") + " of " + folder);
    }

    private void exportForCombine(String wanted) throws IOException {
        if (!wanted.equals(COMBINE)) {
            throw CommandException.usage("there is no reader '" + wanted + "' to export for: it can be " + COMBINE);
        }
        if (source.isPresent() && sourceColumn.isPresent()) {
            throw CommandException.usage("--source and --source-from both say what 'source' is: give one of them");
        }
        Optional<Source> chosen = source.<Source>map(Source.Text::new).or(() -> sourceColumn.map(Source.Column::new));
        Path file = out.orElseGet(() -> beside(".combine.parquet"));
        Exported exported = new CombineExport().write(SourceTable.read(table), file, chosen, skipIncomplete, overwrite);
        show(exported, " in " + file);
    }

    private Path beside(String ending) {
        String name = table.toAbsolutePath().normalize().getFileName().toString();
        return table.resolveSibling(name.replaceFirst("\\.parquet$", "") + ending);
    }

    private void show(Exported exported, String where) {
        exported.remarks().forEach(remark -> spec.commandLine().getErr().println("note: " + remark));
        spec.commandLine().getErr().flush();
        spec.commandLine().getOut().println(exported.rows() + (exported.rows() == 1 ? " row" : " rows") + where);
        spec.commandLine().getOut().flush();
    }
}
