/// What no honest measurement gives, seen while a run goes on.
@org.jspecify.annotations.NullMarked
package io.vmaffleet.coordinator.plausibility;
