package io.vmaffleet.coordinator.export;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.coordinator.table.CellTable;
import io.vmaffleet.coordinator.table.TableColumn;
import io.vmaffleet.coordinator.table.TableFiles;
import io.vmaffleet.coordinator.table.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tables for tests, cell by cell.
final class CellTables {
    private CellTables() {}

    /// A table of columns such as `adm2_mean:REAL`; text where no type is said.
    ///
    /// @param rows a cell a column
    static Path write(Path table, String columns, Object[]... rows) throws IOException {
        List<TableColumn> schema = Arrays.stream(columns.strip().split("\\s+", -1))
                .map(column -> column.split(":", -1))
                .map(parts ->
                        new TableColumn(parts[0], parts.length == 1 ? ColumnType.TEXT : ColumnType.valueOf(parts[1])))
                .toList();
        try (CellTable written = new CellTable(TableFiles.onDisk(), table, new TableSchema(schema))) {
            for (Object[] cells : rows) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    if (!NOTHING.equals(cells[i])) {
                        row.put(schema.get(i).name(), cells[i]);
                    }
                }
                written.write(row);
            }
            written.commit();
        }
        return table;
    }

    /// A cell that is null.
    static final Object NOTHING = new Object();

    static Object[] row(Object... cells) {
        return cells;
    }
}
