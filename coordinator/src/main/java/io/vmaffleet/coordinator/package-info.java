/// One run from corpus to table: wires the parts, starts and stops them in order.
@NullMarked
package io.vmaffleet.coordinator;

import org.jspecify.annotations.NullMarked;
