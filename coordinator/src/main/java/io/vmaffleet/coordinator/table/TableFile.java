package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RecipeCodec;
import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
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
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/// A finished table, ours or one that pandas wrote for the Python script, read by the names of its columns.
public final class TableFile {
    /// What a row is made of beside its features.
    private static final List<String> ABOUT =
            List.of(TableSchema.CLIP_NAME, "width", "height", "fps", "is_hdr", "motion_fps_weight");

    private TableFile() {}

    /// The digest of the corpus that a table of ours was written for; empty for a table of another's.
    public static Optional<String> corpusDigest(Path table) throws IOException {
        return Optional.ofNullable(keyValues(table).get(FooterEntries.CORPUS_DIGEST));
    }

    /// The recipe that a table was measured by; empty for a table that does not say.
    ///
    /// @throws IOException if it cannot be read, or the recipe not by this version
    public static Optional<Recipe> recipe(Path table) throws IOException {
        Optional<String> json = Optional.ofNullable(keyValues(table).get(FooterEntries.RECIPE));
        try {
            return json.map(Json::readObject).map(RecipeCodec::decode);
        } catch (WireFormatException e) {
            throw new IOException(table + ": its recipe cannot be read (" + e.getMessage() + ")", e);
        }
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
    /// @throws IOException if the table cannot be read, is damaged, or is no table of clips
    public static void read(Path table, Consumer<TableRow> rows) throws IOException {
        List<String> there = columns(table);
        List<FeatureColumn> features = there.stream()
                .map(FeatureColumn::named)
                .flatMap(Optional::stream)
                .toList();
        List<String> columns = new ArrayList<>(ABOUT);
        features.forEach(column -> columns.add(column.name()));
        there.stream().filter(PairColumns::isRead).forEach(columns::add);
        scan(table, columns, row -> row(row, features), rows);
    }

    /// Hands over the clip of each row, in the order of the table, reading nothing else.
    ///
    /// @throws IOException if the table cannot be read, is damaged, or names no clips
    public static void readNames(Path table, Consumer<ClipName> names) throws IOException {
        scan(table, List.of(TableSchema.CLIP_NAME), TableFile::clip, names);
    }

    /// The columns by name and type, in their order; integers of any size are WHOLE, floats REAL.
    ///
    /// @throws IOException if it cannot be read, is no table, or has a column of another kind
    public static TableSchema schema(Path table) throws IOException {
        try (ParquetFileReader reader = open(table)) {
            List<TableColumn> columns = new ArrayList<>();
            for (Type type : reader.getFileMetaData().getSchema().getFields()) {
                columns.add(new TableColumn(type.getName(), columnType(table, type)));
            }
            return new TableSchema(columns);
        }
    }

    /// Hands over the cells of each row by their columns, in the order of the table: a String, Long, Double or Boolean.
    /// A column that is null, NaN or infinite in a row is not there.
    ///
    /// @param columns some of the table's, in the order of each row's cells
    public static void readCells(Path table, TableSchema columns, CellConsumer rows) throws IOException {
        try {
            List<String> names =
                    columns.columns().stream().map(TableColumn::name).toList();
            scan(table, names, row -> cells(row, columns), row -> {
                try {
                    rows.accept(row);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /// Takes a row by its columns; the map is then its own.
    @FunctionalInterface
    public interface CellConsumer {
        void accept(Map<String, Object> row) throws IOException;
    }

    static ParquetFileReader open(Path table) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(new PureJavaCodecs())
                .usePageChecksumVerification(true)
                .build();
        try {
            return ParquetFileReader.open(new LocalInputFile(table), options);
        } catch (IOException | RuntimeException e) {
            throw damaged(table, e);
        }
    }

    /// Hands over what is read of each row, of these columns alone.
    static <T> void scan(Path table, List<String> columns, Function<Group, T> reading, Consumer<T> values)
            throws IOException {
        try (ParquetFileReader reader = open(table)) {
            MessageType schema = reader.getFileMetaData().getSchema();
            MessageType wanted = project(table, schema, columns);
            reader.setRequestedSchema(wanted);
            MessageColumnIO columnIo = new ColumnIOFactory().getColumnIO(wanted, schema);
            long number = 0;
            for (PageReadStore pages = nextRowGroup(table, reader);
                    pages != null;
                    pages = nextRowGroup(table, reader)) {
                RecordReader<Group> records = columnIo.getRecordReader(pages, new GroupRecordConverter(wanted));
                for (long i = 0; i < pages.getRowCount(); i++) {
                    values.accept(next(table, records, reading, ++number));
                }
            }
        }
    }

    private static MessageType project(Path table, MessageType schema, List<String> columns) throws IOException {
        List<Type> wanted = new ArrayList<>();
        for (String name : columns) {
            if (!schema.containsField(name) || !schema.getType(name).isPrimitive()) {
                throw new IOException(table + ": no table of ours or the Python script's: it lacks the column " + name
                        + "; give another --out");
            }
            wanted.add(schema.getType(name));
        }
        return new MessageType(schema.getName(), wanted);
    }

    static @Nullable PageReadStore nextRowGroup(Path table, ParquetFileReader reader) throws IOException {
        try {
            return reader.readNextRowGroup();
        } catch (IOException | RuntimeException e) {
            throw damaged(table, e);
        }
    }

    private static <T> T next(Path table, RecordReader<Group> records, Function<Group, T> reading, long number)
            throws IOException {
        try {
            return reading.apply(records.read());
        } catch (RuntimeException e) {
            throw new IOException(table + ": row " + number + " cannot be read (" + plain(e) + ")", e);
        }
    }

    private static ClipName clip(Group row) {
        return new ClipName(row.getString(TableSchema.CLIP_NAME, 0));
    }

    private static TableRow row(Group row, List<FeatureColumn> features) {
        Map<FeatureColumn, Double> values = new LinkedHashMap<>();
        features.forEach(column -> values.put(column, number(row, column.name())));
        double fps = number(row, "fps");
        return new TableRow(
                clip(row),
                new FeatureRow(
                        whole(row, "width"),
                        whole(row, "height"),
                        Double.isNaN(fps) ? 0 : fps,
                        number(row, "is_hdr") == 1,
                        number(row, "motion_fps_weight"),
                        values,
                        PairColumns.read(cells(row))));
    }

    static PairColumns.Cells cells(Group row) {
        return new PairColumns.Cells() {
            @Override
            public double number(String column) {
                return row.getType().containsField(column) ? TableFile.number(row, column) : Double.NaN;
            }

            @Override
            public Optional<String> text(String column) {
                return row.getType().containsField(column) && row.getFieldRepetitionCount(column) > 0
                        ? Optional.of(row.getString(column, 0))
                        : Optional.empty();
            }
        };
    }

    private static ColumnType columnType(Path table, Type type) throws IOException {
        if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
            switch (type.asPrimitiveType().getPrimitiveTypeName()) {
                case INT32, INT64 -> {
                    return ColumnType.WHOLE;
                }
                case FLOAT, DOUBLE -> {
                    return ColumnType.REAL;
                }
                case BOOLEAN -> {
                    return ColumnType.TRUTH;
                }
                case BINARY -> {
                    return ColumnType.TEXT;
                }
                case FIXED_LEN_BYTE_ARRAY, INT96 -> {
                    // said below
                }
            }
        }
        throw new IOException(table + ": its column " + type.getName() + " is neither number nor text nor truth");
    }

    private static Map<String, Object> cells(Group row, TableSchema columns) {
        Map<String, Object> cells =
                LinkedHashMap.newLinkedHashMap(columns.columns().size());
        for (TableColumn column : columns.columns()) {
            String name = column.name();
            if (row.getFieldRepetitionCount(name) == 0) {
                continue;
            }
            switch (column.type()) {
                case TEXT -> cells.put(name, row.getString(name, 0));
                case TRUTH -> cells.put(name, row.getBoolean(name, 0));
                case WHOLE -> cells.put(name, wholeCell(row, name));
                case REAL -> {
                    double value = number(row, name);
                    if (Double.isFinite(value)) {
                        cells.put(name, value);
                    }
                }
            }
        }
        return cells;
    }

    private static long wholeCell(Group row, String column) {
        return row.getType().getType(column).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32
                ? row.getInteger(column, 0)
                : row.getLong(column, 0);
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

    private static IOException damaged(Path table, Exception e) {
        return new IOException(table + ": cannot be read as a Parquet table (" + plain(e) + ")", e);
    }

    /// What the library says, where that is for people.
    private static String plain(Exception e) {
        String said = String.valueOf(e.getMessage());
        if (said.contains("is not a Parquet file")) {
            return "it is none, or was cut";
        }
        return said.startsWith("can not read class")
                ? "it is damaged, or was cut"
                : said.replaceAll("\\S+@[0-9a-f]+ is", "it is");
    }
}
