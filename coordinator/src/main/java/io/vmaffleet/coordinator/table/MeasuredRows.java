package io.vmaffleet.coordinator.table;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.util.Optional;

/// The measured rows of a run, as the ledger holds them. A table asks for each clip of the plan once, in corpus order.
public interface MeasuredRows {
    /// The clip's row; empty when it has none.
    Optional<FeatureRow> row(ClipName clip) throws IOException;
}
