package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.task.Recipe;
import java.util.ArrayList;
import java.util.List;

/// The columns of a table, which follow from recipe and labels and never from the rows that came: first the measured
/// ones with `mos`, then the labels. The order is the Python script's and locked; new columns only at the end.
///
/// @param labels the label columns that are there, the last of the table's columns
public record TableSchema(List<TableColumn> columns, List<LabelColumn> labels) {
    /// The version in the footer; another order, type or meaning is another version.
    static final String VERSION = "2";

    static final String CLIP_NAME = "clip_name";
    static final String TEACHER_MODEL = "teacher_model";

    public TableSchema {
        columns = List.copyOf(columns);
        labels = List.copyOf(labels);
    }

    /// The schema of a recipe's table with these label columns.
    public static TableSchema of(Recipe recipe, List<LabelColumn> labels) {
        List<TableColumn> columns = measured(recipe);
        labels.forEach(label -> columns.add(new TableColumn(label.key(), label.type())));
        return new TableSchema(columns, labels);
    }

    private static List<TableColumn> measured(Recipe recipe) {
        List<TableColumn> columns = new ArrayList<>();
        columns.add(new TableColumn(CLIP_NAME, ColumnType.TEXT));
        columns.add(new TableColumn("mos", ColumnType.REAL));
        columns.add(new TableColumn("width", ColumnType.WHOLE));
        columns.add(new TableColumn("height", ColumnType.WHOLE));
        columns.add(new TableColumn("fps", ColumnType.REAL));
        columns.add(new TableColumn("is_hdr", ColumnType.TRUTH));
        columns.add(new TableColumn("motion_fps_weight", ColumnType.REAL));
        if (recipe.namesModel()) {
            columns.add(new TableColumn(TEACHER_MODEL, ColumnType.TEXT));
        }
        recipe.columns().forEach(column -> columns.add(new TableColumn(column.name(), ColumnType.REAL)));
        return columns;
    }
}
