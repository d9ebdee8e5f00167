/// How an engine rounds, measured at its start and boiled down to one fingerprint.
@NullMarked
package io.vmaffleet.worker.fingerprint;

import org.jspecify.annotations.NullMarked;
