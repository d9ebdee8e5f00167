/// Makes of a finished table what the scripts that read such tables want.
@NullMarked
package io.vmaffleet.coordinator.export;

import org.jspecify.annotations.NullMarked;
