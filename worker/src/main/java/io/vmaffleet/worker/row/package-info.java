/// From frame scores to the measured columns of a row.
@NullMarked
package io.vmaffleet.worker.row;

import org.jspecify.annotations.NullMarked;
