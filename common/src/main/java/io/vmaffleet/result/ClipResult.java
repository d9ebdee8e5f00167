package io.vmaffleet.result;

import io.vmaffleet.feature.FeatureRow;

/// What one attempt at a clip gave.
public sealed interface ClipResult {
    /// The clip was measured.
    record Extracted(FeatureRow row) implements ClipResult {}

    /// The attempt failed; `detail` is one sentence for a person.
    record Failed(FailureReason reason, String detail) implements ClipResult {}

    /// The worker gave the task back unmeasured, which counts against nobody.
    record HandedBack(String why) implements ClipResult {}
}
