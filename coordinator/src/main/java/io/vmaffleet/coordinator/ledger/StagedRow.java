package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import java.util.Optional;

/// A row as staging holds it.
///
/// @param provenance where it was measured; empty for a row that came back from a table or from the script
/// @param adopted whether the reference's script measured it
public record StagedRow(ClipName clip, FeatureRow row, Optional<Provenance> provenance, boolean adopted) {}
