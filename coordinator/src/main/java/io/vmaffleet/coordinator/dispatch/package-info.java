/// Keeps a bounded backlog of tasks in the queue, ends leases and finds what vanished.
@NullMarked
package io.vmaffleet.coordinator.dispatch;

import org.jspecify.annotations.NullMarked;
