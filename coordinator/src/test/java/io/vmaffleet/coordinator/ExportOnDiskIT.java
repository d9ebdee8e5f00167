package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.coordinator.export.CombineExport;
import io.vmaffleet.coordinator.export.ShardExport;
import io.vmaffleet.coordinator.export.SourceTable;
import io.vmaffleet.coordinator.table.CellTable;
import io.vmaffleet.coordinator.table.TableColumn;
import io.vmaffleet.coordinator.table.TableFiles;
import io.vmaffleet.coordinator.table.TableSchema;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports of a table of several row groups, in a small heap and onto a disk that fills up.
class ExportOnDiskIT {
    private static final int ROWS = 45_000;

    @TempDir
    private Path folder;

    @Test
    void aLargeTableIsExportedInASmallHeapWithTheSameBytes() throws Exception {
        Path table = table(folder.resolve("X.parquet"), ROWS);
        export(table, folder.resolve("here"));
        Process small = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx80m",
                        "-XX:+UseSerialGC",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExportOnDiskIT.class.getName(),
                        table.toString(),
                        folder.resolve("small").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(small.waitFor()).as(said).isZero();

        long lines = 0;
        for (int shard = 0; shard < 7; shard++) {
            Path here = folder.resolve("here/shard_0" + shard + ".features.jsonl");
            assertThat(folder.resolve("small").resolve(here.getFileName())).hasSameBinaryContentAs(here);
            try (Stream<String> rows = Files.lines(here)) {
                lines += rows.count();
            }
        }
        assertThat(lines).isEqualTo(ROWS);
        assertThat(folder.resolve("small.parquet")).hasSameBinaryContentAs(folder.resolve("here.parquet"));
    }

    /// The child: exports the first to the second both ways.
    public static void main(String[] args) throws IOException {
        export(Path.of(args[0]), Path.of(args[1]));
    }

    private static void export(Path table, Path to) throws IOException {
        SourceTable source = SourceTable.read(table);
        new ShardExport().write(source, to, 7, false, false);
        new CombineExport()
                .write(source, to.resolveSibling(to.getFileName() + ".parquet"), Optional.empty(), false, false);
    }

    @Test
    void aDiskThatFillsUpIsToldAndNothingIsLeftOnIt() throws Exception {
        SourceTable source = SourceTable.read(table(folder.resolve("X.parquet"), 3_000));
        try (MountedDisk disk = MountedDisk.inMemory(folder.resolve("small"), 1 << 19)) {
            assertThatThrownBy(
                            () -> new ShardExport().write(source, disk.folder().resolve("shards"), 3, false, false))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContainingAll(".shards.vmaf-fleet.tmp/shard_0", "No space left on device", "make room");
            assertThatThrownBy(() -> new CombineExport()
                            .write(source, disk.folder().resolve("Y.parquet"), Optional.empty(), false, false))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContainingAll("Y.parquet", "No space left on device", "make room");
            assertThat(disk.files()).isEmpty();
        }
    }

    /// Each row's numbers are its own, so that they do not shrink away.
    private static Path table(Path table, int rows) throws IOException {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn("clip_name", ColumnType.TEXT));
        columns.add(new TableColumn("chug_content_name", ColumnType.TEXT));
        columns.add(new TableColumn("teacher_model", ColumnType.TEXT));
        for (FeatureColumn column : Recipe.K150K.columns()) {
            columns.add(new TableColumn(column.name(), ColumnType.REAL));
        }
        try (CellTable written = new CellTable(TableFiles.onDisk(), table, new TableSchema(columns))) {
            for (int i = 0; i < rows; i++) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("clip_name", "clip-" + i + ".mp4");
                row.put("chug_content_name", "content " + i / 6);
                row.put("teacher_model", "vmaf_v0.6.1");
                for (int column = 3; column < columns.size(); column++) {
                    row.put(columns.get(column).name(), Math.sqrt(i * 64.0 + column));
                }
                written.write(row);
            }
            written.commit();
        }
        return table;
    }
}
