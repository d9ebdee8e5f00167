package io.vmaffleet.coordinator.status;

import io.vmaffleet.result.FailureReason;
import java.util.Optional;

/// A clip of the plan in a list.
///
/// @param clip its name, or its escaped bytes when it is no usable name
/// @param reason of its last failure, empty if it has none
/// @param attempts that counted
public record ClipRow(String clip, ShownState state, Optional<FailureReason> reason, int attempts) {}
