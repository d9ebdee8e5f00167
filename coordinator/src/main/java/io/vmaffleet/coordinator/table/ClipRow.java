package io.vmaffleet.coordinator.table;

import io.vmaffleet.feature.FeatureRow;

/// One row on its way into the table.
///
/// @param clip its place in the plan
record ClipRow(int clip, String name, FeatureRow row) {}
