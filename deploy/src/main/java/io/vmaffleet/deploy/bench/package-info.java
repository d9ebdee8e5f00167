/// Measures the assembled thing against what its parts need alone; started by the scripts of `deploy/bench`.
@NullMarked
package io.vmaffleet.deploy.bench;

import org.jspecify.annotations.NullMarked;
