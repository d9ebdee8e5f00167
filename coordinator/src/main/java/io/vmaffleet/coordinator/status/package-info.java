/// What people see of a run: progress, health, metrics, and the page.
@NullMarked
package io.vmaffleet.coordinator.status;

import org.jspecify.annotations.NullMarked;
