package io.vmaffleet.coordinator.table;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.PairFacts;

/// One row on its way into the table.
///
/// @param clip its place in the plan
record ClipRow(int clip, String name, FeatureRow row) {
    /// @throws IllegalStateException if the clip was compared with itself
    PairFacts pair() {
        return row.pair().orElseThrow(() -> new IllegalStateException(name + " was compared with no other clip"));
    }
}
