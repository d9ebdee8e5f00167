package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.task.Recipe;
import java.util.List;

/// The columns of a table by name and type, in their order.
public record TableSchema(List<TableColumn> columns) {
    /// The version in the footer; another order, type or meaning is another version.
    static final String VERSION = "2";

    public static final String CLIP_NAME = "clip_name";
    public static final String TEACHER_MODEL = "teacher_model";

    public TableSchema {
        columns = List.copyOf(columns);
    }

    /// The schema of a recipe's table.
    ///
    /// @param labels the label columns of a table of clips; CHUG's has its own
    public static TableSchema of(Recipe recipe, List<LabelColumn> labels) {
        return of(TableLayout.of(recipe, labels));
    }

    static TableSchema of(List<TableLayout.Column> layout) {
        return new TableSchema(layout.stream().map(TableLayout.Column::column).toList());
    }
}
