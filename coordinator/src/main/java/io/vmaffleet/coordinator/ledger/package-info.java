/// The files of a run beside its output, owned by one thread.
@NullMarked
package io.vmaffleet.coordinator.ledger;

import org.jspecify.annotations.NullMarked;
