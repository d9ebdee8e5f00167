/// Measuring by the `vmaf` command, Netflix's or another that takes its options.
@NullMarked
package io.vmaffleet.worker.extract.vmafcli;

import org.jspecify.annotations.NullMarked;
