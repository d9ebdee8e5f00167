package io.vmaffleet.coordinator.table;

import io.vmaffleet.task.EngineFingerprint;
import java.util.Optional;

/// What a table's footer says beside what follows from its rows and its corpus. Never a run id, host, path or time: the
/// same corpus gives the same bytes.
///
/// @param engine that measured the rows; empty when all of them were adopted
/// @param failed clips without a row that count as failures, bad names among them
/// @param leftOut clips that a written rule of the recipe leaves out
/// @param adopted rows that the Python script measured
public record TableFooter(Optional<EngineFingerprint> engine, long failed, long leftOut, long adopted) {}
