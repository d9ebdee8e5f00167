package io.vmaffleet.coordinator.status;

import io.vmaffleet.result.FailureReason;
import java.util.Optional;

/// A clip whose attempt has just ended.
///
/// @param state what became of it: done, retrying, failed or left out
/// @param host where it was tried, empty if nowhere
/// @param seconds the attempt took
public record RecentClip(
        String clip, ShownState state, Optional<FailureReason> reason, String host, long frames, double seconds) {}
