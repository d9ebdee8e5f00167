/// One host's share of the work: wires the supervisor's parts, starts and stops them in order.
@NullMarked
package io.vmaffleet.worker;

import org.jspecify.annotations.NullMarked;
