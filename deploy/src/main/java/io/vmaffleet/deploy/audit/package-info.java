/// A corpus held against its labels and its sidecar, without measuring.
@NullMarked
package io.vmaffleet.deploy.audit;

import org.jspecify.annotations.NullMarked;
