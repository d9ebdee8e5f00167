package io.vmaffleet.coordinator.corpus;

/// What a column of the table holds; any cell may be null.
public enum ColumnType {
    TEXT,
    /// 64-bit integers.
    WHOLE,
    /// Doubles; NaN is null in the table.
    REAL,
    TRUTH
}
