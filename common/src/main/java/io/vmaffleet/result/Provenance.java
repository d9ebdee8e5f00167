package io.vmaffleet.result;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.WorkerId;
import java.util.Optional;

/// Where a result came from. Kept in staging beside the row, never in the table.
///
/// @param frames measured frames, 0 if none was
/// @param seconds from the attempt's start to its end
/// @param constantsAudited whether this attempt measured the constant features too, to check them
/// @param geometryMismatch what the sidecar said and what was decoded, where they differ
public record Provenance(
        String host,
        WorkerId worker,
        EngineFingerprint engine,
        long frames,
        double seconds,
        boolean constantsAudited,
        Optional<String> geometryMismatch) {}
