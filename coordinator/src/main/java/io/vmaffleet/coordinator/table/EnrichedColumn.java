package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.LabelColumn;
import java.util.Optional;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;

/// A column of a table that is given other labels: what it was, and which label may take its place.
///
/// @param type of its cells
/// @param place among the columns that the table had; [#NEW] for a column that it had not
/// @param label that it holds; empty where it was measured
/// @param ofReference whether that is the label of the clip that a row's clip is compared with
record EnrichedColumn(PrimitiveType type, int place, Optional<LabelColumn> label, boolean ofReference) {
    static final int NEW = -1;

    static EnrichedColumn measured(PrimitiveType type, int place) {
        return new EnrichedColumn(type, place, Optional.empty(), false);
    }

    static EnrichedColumn label(PrimitiveType type, int place, LabelColumn label) {
        return new EnrichedColumn(type, place, Optional.of(label), false);
    }

    boolean isNew() {
        return place == NEW;
    }

    boolean isFilledIn(Group row) {
        return place != NEW && row.getFieldRepetitionCount(place) > 0;
    }

    /// What a row has, as [#fitting] gives it; only of a column with a label, and where it is filled in.
    @Nullable Object cell(Group row) {
        return switch (type.getPrimitiveTypeName()) {
            case BINARY -> row.getString(place, 0);
            case INT64 -> row.getLong(place, 0);
            case INT32 -> row.getInteger(place, 0);
            case DOUBLE -> row.getDouble(place, 0);
            case FLOAT -> row.getFloat(place, 0);
            case BOOLEAN -> row.getBoolean(place, 0);
            case FIXED_LEN_BYTE_ARRAY, INT96 -> null;
        };
    }

    /// A label as this column holds it: pandas makes doubles of whole numbers beside a null, and others may have made
    /// them narrower; null if it would lose by it.
    @Nullable Object fitting(Object value) {
        Long whole = whole(value);
        return switch (type.getPrimitiveTypeName()) {
            case BINARY -> value instanceof String ? value : null;
            case INT64 -> whole;
            case INT32 -> whole != null && whole.intValue() == whole ? (Object) whole.intValue() : null;
            case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : null;
            case FLOAT -> value instanceof Number number ? (Object) number.floatValue() : null;
            case BOOLEAN -> whole != null && (whole == 0 || whole == 1) ? (Object) (whole == 1) : null;
            case FIXED_LEN_BYTE_ARRAY, INT96 -> null;
        };
    }

    private static @Nullable Long whole(Object value) {
        return switch (value) {
            case Long whole -> whole;
            case Double real when real == real.longValue() -> real.longValue();
            default -> null;
        };
    }
}
