package io.vmaffleet.coordinator.export;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.coordinator.table.TableColumn;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.coordinator.table.TableSchema;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// A finished table with a row a clip, ours or the Python script's, looked through once before it is exported.
///
/// @param features its columns of features, by statistic or by the bare name, in its order
/// @param valued those of them that have a value in any row
/// @param teachers what its column `teacher_model` says, "" for null; empty where there is no such column
public record SourceTable(
        Path path,
        TableSchema schema,
        List<String> features,
        Set<String> valued,
        Set<String> teachers,
        Optional<Recipe> recipe) {
    public SourceTable {
        features = List.copyOf(features);
        valued = Set.copyOf(valued);
        teachers = Set.copyOf(teachers);
    }

    /// Looks a table through.
    ///
    /// @throws ExportRefusedException if it is no table of clips, or has no rows
    /// @throws IOException if it is damaged
    public static SourceTable read(Path table) throws IOException {
        TableSchema schema = schema(table);
        List<String> features = schema.columns().stream()
                .filter(column -> column.type() == ColumnType.REAL && isFeature(column.name()))
                .map(TableColumn::name)
                .toList();
        if (!has(schema, TableSchema.CLIP_NAME, ColumnType.TEXT) || features.isEmpty()) {
            throw new ExportRefusedException(table + " is no table of clips: it lacks "
                    + (features.isEmpty() ? "any column of a feature" : "the column " + TableSchema.CLIP_NAME)
                    + "; name the output of a run");
        }
        Set<String> asked = new HashSet<>(features);
        asked.add(TableSchema.CLIP_NAME);
        asked.add(TableSchema.TEACHER_MODEL);
        Set<String> valued = new HashSet<>();
        Set<String> teachers = new TreeSet<>();
        boolean teaches = has(schema, TableSchema.TEACHER_MODEL, ColumnType.TEXT);
        long[] rows = {0};
        TableFile.readCells(table, only(schema, asked), row -> {
            rows[0]++;
            if (!row.containsKey(TableSchema.CLIP_NAME)) {
                throw new ExportRefusedException(table + ": row " + rows[0] + " names no clip");
            }
            valued.addAll(row.keySet());
            if (teaches) {
                teachers.add((String) row.getOrDefault(TableSchema.TEACHER_MODEL, ""));
            }
        });
        if (rows[0] == 0) {
            throw new ExportRefusedException(table + " has no rows, so there is nothing to export");
        }
        valued.retainAll(features);
        return new SourceTable(table, schema, features, valued, teachers, TableFile.recipe(table));
    }

    private static TableSchema schema(Path table) throws IOException {
        if (!Files.isRegularFile(table)) {
            throw new ExportRefusedException(table + " is no file; name the finished table of a run");
        }
        try {
            TableSchema schema = TableFile.schema(table);
            if (schema.columns().contains(new TableColumn("frame", ColumnType.WHOLE))) {
                throw new ExportRefusedException(
                        table + " has a row a frame, not a row a clip; name the finished table of a run");
            }
            return schema;
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "; name the finished table of a run", e);
        }
    }

    private static boolean isFeature(String column) {
        return FeatureColumn.named(column).isPresent() || Feature.named(column).isPresent();
    }

    private static boolean has(TableSchema schema, String column, ColumnType type) {
        return schema.columns().contains(new TableColumn(column, type));
    }

    private static TableSchema only(TableSchema schema, Set<String> columns) {
        return new TableSchema(schema.columns().stream()
                .filter(column -> columns.contains(column.name()))
                .toList());
    }

    boolean has(String column) {
        return schema.columns().stream().anyMatch(one -> one.name().equals(column));
    }

    /// The features that it has in any form, in the order of the table's features.
    List<Feature> measured() {
        return Feature.inOrder().stream()
                .filter(feature -> features.contains(feature.column())
                        || Arrays.stream(Statistic.values())
                                .anyMatch(one -> features.contains(new FeatureColumn(feature, one).name())))
                .toList();
    }

    /// The column of a feature's mean, as the trainers look for it.
    Optional<String> mean(Feature feature) {
        return Stream.of(feature.column(), new FeatureColumn(feature, Statistic.MEAN).name())
                .filter(features::contains)
                .findFirst();
    }
}
