package io.vmaffleet.coordinator.intake;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.RunId;

/// What every part of a running run must know of it: which it is, by what it is measured, and who holds it.
///
/// @param frames whether the scores of each frame are wanted beside the rows
/// @param holder this life of the coordinator, as the queue knows it
public record RunContext(RunId id, Recipe recipe, EngineFingerprint engine, boolean frames, String holder) {}
