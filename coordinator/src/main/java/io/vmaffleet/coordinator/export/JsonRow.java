package io.vmaffleet.coordinator.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.table.TableColumn;
import io.vmaffleet.coordinator.table.TableSchema;
import io.vmaffleet.wire.Json;
import java.util.Map;

/// A row as CHUG's script writes it: a JSON object with every column in the table's order, null for nothing. A double
/// reads back as the same double.
final class JsonRow {
    /// A list in the script's rows, text with commas in a table.
    private static final String FEATURE_NAMES = "feature_names";

    private JsonRow() {}

    static String of(TableSchema schema, Map<String, Object> row) {
        ObjectNode json = Json.object();
        for (TableColumn column : schema.columns()) {
            String name = column.name();
            switch (row.get(name)) {
                case null -> json.putNull(name);
                case String text
                when name.equals(FEATURE_NAMES) -> {
                    ArrayNode names = json.putArray(name);
                    for (String one : text.split(",", -1)) {
                        names.add(one);
                    }
                }
                case String text -> json.put(name, text);
                case Long whole -> json.put(name, whole);
                case Double real -> json.put(name, real);
                case Boolean truth -> json.put(name, truth);
                case Object other -> throw new IllegalStateException(name + " is a " + other.getClass());
            }
        }
        return Json.write(json);
    }
}
