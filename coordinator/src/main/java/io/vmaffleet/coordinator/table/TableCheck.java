package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.Type;

/// Holds a table of ours against what it must be. Each fault is the part of a sentence that follows the table's name.
public final class TableCheck {
    private final Path table;
    private final List<Type> columns;
    private final Map<String, String> footer;

    private TableCheck(Path table, List<Type> columns, Map<String, String> footer) {
        this.table = table;
        this.columns = columns;
        this.footer = footer;
    }

    /// Reads the table's footer.
    ///
    /// @throws IOException if it cannot be read or is no table
    public static TableCheck of(Path table) throws IOException {
        try (ParquetFileReader reader = TableFile.open(table)) {
            return new TableCheck(
                    table,
                    reader.getFileMetaData().getSchema().getFields(),
                    Map.copyOf(reader.getFileMetaData().getKeyValueMetaData()));
        }
    }

    /// The label columns that are there.
    public List<LabelColumn> labels() {
        return LabelColumn.ofTables().stream()
                .filter(label ->
                        columns.stream().anyMatch(column -> column.getName().equals(label.key())))
                .toList();
    }

    /// The first column that is another than it must be, by name or type.
    public Optional<String> columns(TableSchema wanted) {
        List<Type> expected = RowWriteSupport.messageType(wanted).getFields();
        for (int i = 0; i < Math.max(expected.size(), columns.size()); i++) {
            String is = i < columns.size() ? columns.get(i).toString() : "nothing";
            String mustBe = i < expected.size() ? expected.get(i).toString() : "nothing";
            if (!is.equals(mustBe)) {
                return Optional.of(
                        "has as its column " + (i + 1) + " '" + is + "', where plan and recipe give '" + mustBe + "'");
            }
        }
        return Optional.empty();
    }

    /// How many rows the footer marks as adopted; 0 when it does not say.
    public long adopted() {
        String adopted = footer.getOrDefault(FooterEntries.ADOPTED, "");
        return adopted.matches("[0-9]{1,18}") ? Long.parseLong(adopted) : 0;
    }

    /// What the footer says that is not so, an entry each.
    public List<String> footer(TableSchema schema, Recipe recipe, WrittenTable written, TableFooter said) {
        List<String> faults = new ArrayList<>();
        FooterEntries.of(schema, recipe, written, said).forEach((key, mustBe) -> {
            String is = footer.getOrDefault(key, "");
            if (!is.equals(mustBe)) {
                faults.add(
                        key.equals(FooterEntries.PANDAS)
                                ? "has a 'pandas' entry in its footer that does not fit its columns and rows"
                                : "says " + key + " " + orNothing(is) + " in its footer, where its run has "
                                        + orNothing(mustBe));
            }
        });
        return faults;
    }

    /// Reads every page and holds it against its CRC, a row group at a time.
    ///
    /// @throws IOException at the first that is damaged
    public void pages() throws IOException {
        try (ParquetFileReader reader = TableFile.open(table)) {
            while (TableFile.nextRowGroup(table, reader) != null) {
                // a row group whose pages are whole is forgotten again
            }
        }
    }

    private static String orNothing(String value) {
        return value.isEmpty() ? "nothing" : value;
    }
}
