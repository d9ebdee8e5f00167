package io.vmaffleet.coordinator.intake;

/// A clip that came back unmeasured again and again, in a run that stands still.
///
/// @param clip its index in the plan
/// @param why  host by host
public record RefusedClip(int clip, String why) {}
