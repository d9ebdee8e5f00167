package io.vmaffleet.coordinator.export;

import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.coordinator.table.TableFiles;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes a table as the JSONL shards that CHUG's trainer and validator read: `shard_00.features.jsonl` and so on, a
/// row a line. Its memory is that of a row group and of the contents' names.
public final class ShardExport {
    /// Their names have two digits, and all are open at once.
    public static final int MOST = 100;

    private final TableFiles files;

    public ShardExport() {
        this(TableFiles.onDisk());
    }

    ShardExport(TableFiles files) {
        this.files = files;
    }

    /// Writes the shards.
    ///
    /// @param shards 1 to [#MOST]
    /// @param skipIncomplete whether rows that lack a feature's value are left out
    /// @param overwrite whether shards that lie in the folder may go
    /// @throws ExportRefusedException if there are fewer contents than shards, or something else lies in the folder
    /// @throws IOException if the table is damaged or the folder cannot be written; it is then as it was
    public Exported write(SourceTable table, Path folder, int shards, boolean skipIncomplete, boolean overwrite)
            throws IOException {
        Completeness completeness = new Completeness(table, table.features(), skipIncomplete);
        ShardChoice choice = new ShardChoice(shards);
        long[] rows = {0};
        try (ShardFolder written = ShardFolder.begin(files, folder, shards, overwrite)) {
            TableFile.readCells(table.path(), table.schema(), row -> {
                if (completeness.take(row)) {
                    written.append(choice.shardOf(row), JsonRow.of(table.schema(), row));
                    rows[0]++;
                }
            });
            if (choice.contents() < shards) {
                throw new ExportRefusedException(shards + " shards are more than the " + choice.contents()
                        + " contents of " + table.path() + ", none of which is torn apart: ask for fewer");
            }
            written.commit();
        }
        List<String> remarks = new ArrayList<>(completeness.remarks());
        remarks.addAll(missing(table));
        return new Exported(rows[0], remarks);
    }

    private static List<String> missing(SourceTable table) {
        List<String> missing = Recipe.CHUG_CANONICAL.columns().stream()
                .map(FeatureColumn::name)
                .filter(column -> !table.has(column))
                .toList();
        return missing.isEmpty()
                ? List.of()
                : List.of("CHUG's trainer takes 0.0 for columns that the table has not: " + String.join(", ", missing));
    }
}
