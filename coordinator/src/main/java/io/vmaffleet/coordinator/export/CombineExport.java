package io.vmaffleet.coordinator.export;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.table.CellTable;
import io.vmaffleet.coordinator.table.OutputLock;
import io.vmaffleet.coordinator.table.TableColumn;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.coordinator.table.TableFiles;
import io.vmaffleet.coordinator.table.TableSchema;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.ModelScore;
import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes a table with the columns that the script reads which combines tables of many corpora: each feature's mean
/// under its bare name, `vmaf`, `source` and one `teacher_model`; with them the scores and the split.
public final class CombineExport {
    private static final String SOURCE = "source";

    /// What is taken over as it is, where it is there.
    private static final List<String> LABELS =
            List.of("mos", "mos_raw_0_100", "split", "chug_split_key", "chug_split_policy");

    private final TableFiles files;

    public CombineExport() {
        this(TableFiles.onDisk());
    }

    CombineExport(TableFiles files) {
        this.files = files;
    }

    /// Where a row's `source` comes from.
    public sealed interface Source {
        /// The same for all rows.
        record Text(String value) implements Source {}

        /// What a column of text says; the clip's name where it says nothing.
        record Column(String name) implements Source {}
    }

    /// Writes the table.
    ///
    /// @param source empty for the content, so that what is held out by source is held out by content
    /// @param skipIncomplete whether rows that lack a feature's value are left out
    /// @param overwrite whether a file that has the name may go
    /// @throws ExportRefusedException if the script would refuse the table or misread it, or the name is taken
    /// @throws IOException if the table is damaged or the other cannot be written; what had its name is as it was
    @SuppressWarnings("try") // the lock is held, not used
    public Exported write(
            SourceTable table, Path output, Optional<Source> source, boolean skipIncomplete, boolean overwrite)
            throws IOException {
        Path target = output.toAbsolutePath().normalize();
        checkTarget(table, target, overwrite);
        Map<String, String> means = means(table);
        String teacher = teacher(table);
        source.ifPresent(chosen -> checkSource(table, chosen));
        Completeness completeness = new Completeness(table, List.copyOf(means.values()), skipIncomplete);
        long[] rows = {0};
        try (OutputLock lock = ExportLock.take(target);
                CellTable written = new CellTable(files, target, schema(table, means))) {
            TableFile.readCells(table.path(), table.schema(), row -> {
                if (completeness.take(row)) {
                    row.put(SOURCE, sourceOf(source, row));
                    row.put(TableSchema.TEACHER_MODEL, teacher);
                    means.forEach((bare, mean) -> row.computeIfAbsent(bare, _ -> row.get(mean)));
                    written.write(row);
                    rows[0]++;
                }
            });
            written.commit();
        }
        List<String> remarks = new ArrayList<>(completeness.remarks());
        remarks.addAll(missing(means));
        remarks.addAll(furtherModels(table));
        return new Exported(rows[0], remarks);
    }

    private static void checkTarget(SourceTable table, Path target, boolean overwrite) throws IOException {
        if (target.getParent() == null || !Files.isDirectory(target.getParent())) {
            throw new ExportRefusedException(
                    "the folder of " + target + " does not exist: make it, or choose another --out");
        }
        if (Files.exists(target) && Files.isSameFile(target, table.path())) {
            throw new ExportRefusedException(target + " is the table itself: name another file by --out");
        }
        if (Files.isDirectory(target) || Files.exists(new LedgerFiles(target).run())) {
            throw new ExportRefusedException(
                    target + " is " + (Files.isDirectory(target) ? "a folder" : "the output of a run")
                            + ": name another file by --out");
        }
        if (!target.toString().endsWith(".parquet")) {
            throw new ExportRefusedException(target + " would be a Parquet table: name it so by --out, Y.parquet");
        }
        if (Files.exists(target) && !overwrite) {
            throw new ExportRefusedException(
                    target + " is there already: name another file by --out, or say --overwrite");
        }
    }

    /// The columns of means by the features' bare names, `vmaf` last.
    private static Map<String, String> means(SourceTable table) {
        Map<String, String> means = new LinkedHashMap<>();
        List<String> without = new ArrayList<>();
        for (Feature feature : table.measured()) {
            table.mean(feature)
                    .ifPresentOrElse(mean -> means.put(feature.column(), mean), () -> without.add(feature.column()));
        }
        if (!without.isEmpty()) {
            throw new ExportRefusedException(table.path() + " has no means of " + String.join(", ", without)
                    + ": measure it with --stats mean and others");
        }
        String vmaf = means.remove(Feature.VMAF.column());
        if (vmaf == null || !table.valued().contains(vmaf)) {
            throw new ExportRefusedException(table.path() + " has no vmaf, which is what the combined table teaches:"
                    + " measure it with vmaf among --features");
        }
        if (means.isEmpty()) {
            throw new ExportRefusedException(table.path() + " has no feature beside vmaf: measure it with others");
        }
        means.put(Feature.VMAF.column(), vmaf);
        return means;
    }

    private static String teacher(SourceTable table) {
        List<String> said = table.teachers().isEmpty()
                ? table.recipe().map(Recipe::model).stream().toList()
                : List.copyOf(table.teachers());
        if (said.size() > 1) {
            throw new ExportRefusedException(table.path() + " has rows of more than one model in teacher_model ("
                    + said.stream()
                            .map(model -> model.isEmpty() ? "none" : model)
                            .sorted()
                            .collect(Collectors.joining(", "))
                    + "): their vmaf cannot be taught together");
        }
        if (said.isEmpty() || said.getFirst().isEmpty()) {
            throw new ExportRefusedException(table.path()
                    + " does not say of which model its vmaf is, neither in teacher_model nor in its footer");
        }
        return said.getFirst();
    }

    private static void checkSource(SourceTable table, Source source) {
        if (source instanceof Source.Column(var name)
                && !table.schema().columns().contains(new TableColumn(name, ColumnType.TEXT))) {
            throw new ExportRefusedException(
                    table.path() + " has no column of text named " + name + " for --source-from");
        }
    }

    private static Object sourceOf(Optional<Source> source, Map<String, Object> row) {
        Optional<Object> said = source.isEmpty()
                ? Contents.of(row).map(Object.class::cast)
                : switch (source.get()) {
                    case Source.Text(var value) -> Optional.of(value);
                    case Source.Column(var name) -> Optional.ofNullable(row.get(name));
                };
        return said.orElseGet(() -> Objects.requireNonNull(row.get(TableSchema.CLIP_NAME)));
    }

    private static TableSchema schema(SourceTable table, Map<String, String> means) {
        List<TableColumn> columns = new ArrayList<>();
        for (String text : List.of(TableSchema.CLIP_NAME, SOURCE, TableSchema.TEACHER_MODEL)) {
            columns.add(new TableColumn(text, ColumnType.TEXT));
        }
        means.keySet().forEach(feature -> columns.add(new TableColumn(feature, ColumnType.REAL)));
        for (String label : LABELS) {
            table.schema().columns().stream()
                    .filter(column -> column.name().equals(label))
                    .forEach(columns::add);
        }
        return new TableSchema(columns);
    }

    /// The script fills what it misses with NaN, and says so in a line of its log.
    private static List<String> missing(Map<String, String> means) {
        List<String> missing = Recipe.K150K.features().stream()
                .map(Feature::column)
                .filter(feature -> !means.containsKey(feature))
                .toList();
        return missing.isEmpty()
                ? List.of()
                : List.of("the merging script fills in NaN for what the table has not: " + String.join(", ", missing));
    }

    /// The script knows one vmaf, the first model's.
    private static List<String> furtherModels(SourceTable table) {
        String models = table.features().stream()
                .map(FeatureColumn::named)
                .flatMap(Optional::stream)
                .map(FeatureColumn::score)
                .filter(ModelScore.class::isInstance)
                .map(Score::column)
                .distinct()
                .collect(Collectors.joining(", "));
        return models.isEmpty()
                ? List.of()
                : List.of("only the first model's vmaf is taken, and what further models measured is left out: "
                        + models);
    }
}
