/// From a file to its true frames.
@NullMarked
package io.vmaffleet.worker.decode;

import org.jspecify.annotations.NullMarked;
