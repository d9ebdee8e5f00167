/// The task queue as both sides see it: the operations of the protocol behind one interface a side.
@NullMarked
package io.vmaffleet.queue;

import org.jspecify.annotations.NullMarked;
