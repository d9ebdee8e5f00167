/// The sole consumer of results.
@NullMarked
package io.vmaffleet.coordinator.intake;

import org.jspecify.annotations.NullMarked;
