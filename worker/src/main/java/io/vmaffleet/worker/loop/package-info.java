/// Takes tasks, keeps their leases, hands results over, and drains.
@NullMarked
package io.vmaffleet.worker.loop;

import org.jspecify.annotations.NullMarked;
