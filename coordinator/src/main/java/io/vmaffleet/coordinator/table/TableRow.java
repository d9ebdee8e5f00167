package io.vmaffleet.coordinator.table;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;

/// The measured part of one row that stands in a table.
public record TableRow(ClipName clip, FeatureRow row) {}
