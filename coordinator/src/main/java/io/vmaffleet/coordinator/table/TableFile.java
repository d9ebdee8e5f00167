package io.vmaffleet.coordinator.table;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// A finished table, ours or one that pandas wrote for the Python script, read by the names of its columns.
public final class TableFile {
    private static final List<String> GEOMETRY = List.of("width", "height", "fps", "is_hdr", "motion_fps_weight");

    private TableFile() {}

    /// The digest of the corpus that a table of ours was written for; empty for a table of another's.
    public static Optional<String> corpusDigest(Path table) throws IOException {
        return Optional.ofNullable(keyValues(table).get(FooterEntries.CORPUS_DIGEST));
    }

    /// The names of the columns, in their order.
    ///
    /// @throws IOException if it cannot be read or is no table
    public static List<String> columns(Path table) throws IOException {
        try (ParquetFileReader reader = open(table)) {
            return reader.getFileMetaData().getSchema().getFields().stream()
                    .map(Type::getName)
                    .toList();
        }
    }

    /// The footer's key-values.
    ///
    /// @throws IOException if it cannot be read or is no table
    public static Map<String, String> keyValues(Path table) throws IOException {
        try (ParquetFileReader reader = open(table)) {
            return Map.copyOf(reader.getFileMetaData().getKeyValueMetaData());
        }
    }

    /// Hands over clip and measured columns of each row, in the order of the table. A null number is NaN.
    ///
    /// @throws IOException if the table cannot be read, is damaged, or lacks a measured column
    public static void read(Path table, Consumer<TableRow> rows) throws IOException {
        try (ParquetFileReader reader = open(table)) {
            MessageType wanted = measuredColumns(table, reader.getFileMetaData().getSchema());
            reader.setRequestedSchema(wanted);
            MessageColumnIO columns = new ColumnIOFactory()
                    .getColumnIO(wanted, reader.getFileMetaData().getSchema());
            long number = 0;
            for (PageReadStore pages = nextRowGroup(table, reader);
                    pages != null;
                    pages = nextRowGroup(table, reader)) {
                RecordReader<Group> records = columns.getRecordReader(pages, new GroupRecordConverter(wanted));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    rows.accept(next(table, records, ++number));
                }
            }
        }
    }

    private static ParquetFileReader open(Path table) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new PureJavaCodecs())
                .usePageChecksumVerification(true)
                .build();
        try {
            return ParquetFileReader.open(new LocalInputFile(table), options);
        } catch (RuntimeException e) {
            throw damaged(table, e);
        }
    }

    private static MessageType measuredColumns(Path table, MessageType schema) throws IOException {
        List<String> names = new ArrayList<>(List.of(TableSchema.CLIP_NAME));
        names.addAll(GEOMETRY);
        for (Feature feature : Feature.inOrder()) {
            names.add(feature.column() + "_mean");
            names.add(feature.column() + "_std");
        }
        List<Type> wanted = new ArrayList<>();
        for (String name : names) {
            if (!schema.containsField(name) || !schema.getType(name).isPrimitive()) {
                throw new IOException(table + ": no table of ours or the Python script's: it lacks the column " + name
                        + "; give another --out");
            }
            wanted.add(schema.getType(name));
        }
        return new MessageType(schema.getName(), wanted);
    }

    private static @Nullable PageReadStore nextRowGroup(Path table, ParquetFileReader reader) throws IOException {
        try {
            return reader.readNextRowGroup();
        } catch (RuntimeException e) {
            throw damaged(table, e);
        }
    }

    private static TableRow next(Path table, RecordReader<Group> records, long number) throws IOException {
        try {
            Group row = records.read();
            List<FeatureStats> stats = new ArrayList<>();
            for (Feature feature : Feature.inOrder()) {
                stats.add(new FeatureStats(
                        number(row, feature.column() + "_mean"), number(row, feature.column() + "_std")));
            }
            double fps = number(row, "fps");
            return new TableRow(
                    new ClipName(row.getString(TableSchema.CLIP_NAME, 0)),
                    new FeatureRow(
                            whole(row, "width"),
                            whole(row, "height"),
                            Double.isNaN(fps) ? 0 : fps,
                            number(row, "is_hdr") == 1,
                            number(row, "motion_fps_weight"),
                            stats));
        } catch (RuntimeException e) {
            throw new IOException(
                    table + ": row " + number + " cannot be read (" + e.getMessage()
                            + "); put the table back as it was written, or give another --out",
                    e);
        }
    }

    private static int whole(Group row, String column) {
        double value = number(row, column);
        if (value != (int) value) {
            throw new IllegalArgumentException(column + " is " + value);
        }
        return (int) value;
    }

    /// A number of any of Parquet's types, since pandas makes doubles of integers beside a null; NaN for null.
    private static double number(Group row, String column) {
        if (row.getFieldRepetitionCount(column) == 0) {
            return Double.NaN;
        }
        return switch (row.getType().getType(column).asPrimitiveType().getPrimitiveTypeName()) {
            case INT32 -> row.getInteger(column, 0);
            case INT64 -> row.getLong(column, 0);
            case FLOAT -> row.getFloat(column, 0);
            case DOUBLE -> row.getDouble(column, 0);
            case BOOLEAN -> row.getBoolean(column, 0) ? 1 : 0;
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> throw new IllegalArgumentException(column + " is no number");
        };
    }

    private static IOException damaged(Path table, RuntimeException e) {
        return new IOException(
                table + ": cannot be read as a Parquet table (" + e.getMessage()
                        + "); put the table back as it was written, or give another --out",
                e);
    }
}
