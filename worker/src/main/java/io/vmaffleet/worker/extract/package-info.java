/// From frames to frame scores: what every extractor promises.
@NullMarked
package io.vmaffleet.worker.extract;

import org.jspecify.annotations.NullMarked;
