package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.util.List;

/// The per-frame scores of a finished run, as they lie in its dataset.
@FunctionalInterface
public interface FinishedFrames {
    /// Hands over each clip's scores, in the parts of [io.vmaffleet.wire.FrameCodec].
    void forEachClip(Consumer consumer) throws IOException;

    /// Takes a clip's scores.
    @FunctionalInterface
    interface Consumer {
        void accept(String clipName, List<String> scores) throws IOException;
    }
}
