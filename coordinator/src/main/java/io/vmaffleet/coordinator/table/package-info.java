/// The Parquet: columns as a function of the plan, written once at the end.
@NullMarked
package io.vmaffleet.coordinator.table;

import org.jspecify.annotations.NullMarked;
