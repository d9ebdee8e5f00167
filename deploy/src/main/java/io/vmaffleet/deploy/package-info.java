/// The launcher's entry point.
@NullMarked
package io.vmaffleet.deploy;

import org.jspecify.annotations.NullMarked;
