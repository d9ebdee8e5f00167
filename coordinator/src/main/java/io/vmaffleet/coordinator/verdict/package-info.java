/// From evidence to verdict: what becomes of a clip after a failed attempt.
@NullMarked
package io.vmaffleet.coordinator.verdict;

import org.jspecify.annotations.NullMarked;
