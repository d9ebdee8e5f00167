/// The clip list in corpus order and the tasks made from it.
@NullMarked
package io.vmaffleet.coordinator.plan;

import org.jspecify.annotations.NullMarked;
