package io.vmaffleet.result;

import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.RunId;

/// One attempt's result as the coordinator reads it: which clip of which run, what came of it, and from where.
///
/// @param taskEntry the id of the task's stream entry, which is the attempt's identity
/// @param recipeDigest of the recipe it was measured by
/// @param sizeBytes of the file that was measured, 0 if it was never opened
public record AttemptReport(
        RunId run,
        ClipName clip,
        String taskEntry,
        String recipeDigest,
        long sizeBytes,
        ClipResult result,
        Provenance provenance) {}
