/// Clips and frames for tests of this module and of those that build on it.
@NullMarked
package io.vmaffleet.worker.testing;

import org.jspecify.annotations.NullMarked;
