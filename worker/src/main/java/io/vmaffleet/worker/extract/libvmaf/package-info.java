/// libvmaf in process, through the foreign function API.
@NullMarked
package io.vmaffleet.worker.extract.libvmaf;

import org.jspecify.annotations.NullMarked;
