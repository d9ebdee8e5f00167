/// The few system calls that Java does not have.
@NullMarked
package io.vmaffleet.worker.posix;

import org.jspecify.annotations.NullMarked;
