/// What came of a task: a row, a failure with its reason, or the task handed back. Pure values.
@NullMarked
package io.vmaffleet.result;

import org.jspecify.annotations.NullMarked;
