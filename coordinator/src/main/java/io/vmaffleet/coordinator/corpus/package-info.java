/// The corpus as it lies on disk: clips, scores, sidecar, and how they join.
@NullMarked
package io.vmaffleet.coordinator.corpus;

import org.jspecify.annotations.NullMarked;
