package io.vmaffleet.coordinator.table;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.schema.MessageType;

/// A table that is made of the cells of others. It is there when [#commit] has renamed it into place; closed before, it
/// never was.
public final class CellTable implements Closeable {
    private final TableFiles files;
    private final Path output;
    private final Path temporary;
    private final TableSchema schema;
    private final MessageType type;
    private final TableOutput file;
    private final ParquetWriter<Group> writer;
    private boolean committed;

    /// @param output absolute
    public CellTable(TableFiles files, Path output, TableSchema schema) throws IOException {
        this.files = files;
        this.output = output;
        this.temporary = Beside.of(output, "tmp");
        this.schema = schema;
        this.type = RowWriteSupport.messageType(schema);
        this.file = new TableOutput(files, temporary, DiskFailure::ofExport);
        this.writer = TableBuilder.settings(
                        ExampleParquetWriter.builder(file).withType(type), TablePlacement.ROW_GROUP_ROWS)
                .build();
    }

    /// Adds a row; a column that it lacks is null.
    public void write(Map<String, Object> row) throws IOException {
        Group group = new SimpleGroup(type);
        for (TableColumn column : schema.columns()) {
            Object cell = row.get(column.name());
            if (cell != null) {
                switch (column.type()) {
                    case TEXT -> group.add(column.name(), (String) cell);
                    case WHOLE -> group.add(column.name(), (long) cell);
                    case REAL -> group.add(column.name(), (double) cell);
                    case TRUTH -> group.add(column.name(), (boolean) cell);
                }
            }
        }
        writer.write(group);
    }

    /// Ends the table: forced, renamed, its folder forced.
    public void commit() throws IOException {
        writer.close();
        try {
            files.place(temporary, output);
        } catch (IOException e) {
            throw DiskFailure.ofExport(output, e);
        }
        committed = true;
    }

    @Override
    public void close() throws IOException {
        if (!committed) {
            try {
                writer.close();
            } finally {
                file.abandon();
                files.delete(temporary);
            }
        }
    }
}
