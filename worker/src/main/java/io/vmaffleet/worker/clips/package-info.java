/// Encodes synthetic clips with the decoder library's own encoders: for the demo, the tests and the bench.
@NullMarked
package io.vmaffleet.worker.clips;

import org.jspecify.annotations.NullMarked;
