package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.table.FramesDataset;
import java.io.IOException;

/// The per-frame scores of a finished run, as they lie in its dataset.
@FunctionalInterface
public interface FinishedFrames {
    /// Hands over each clip's scores.
    void forEachClip(FramesDataset.ClipConsumer consumer) throws IOException;
}
