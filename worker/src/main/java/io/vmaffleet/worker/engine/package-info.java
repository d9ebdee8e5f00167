/// The child process of a slot and its supervisor's hold on it.
@NullMarked
package io.vmaffleet.worker.engine;

import org.jspecify.annotations.NullMarked;
