/// Proves that the files of a run tell the truth; writes nothing.
@NullMarked
package io.vmaffleet.coordinator.verify;

import org.jspecify.annotations.NullMarked;
