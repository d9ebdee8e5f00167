package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.ColumnType;

/// A column of the table by name and type.
public record TableColumn(String name, ColumnType type) {}
