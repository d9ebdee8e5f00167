package io.vmaffleet.coordinator.status;

import java.time.Instant;

/// Something that an operator was told of a run, once.
///
/// @param at by this host's clock
public record Notice(Instant at, String sentence) {}
