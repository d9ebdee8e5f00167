/// Local mode: an embedded Redis and slots inside the coordinator's process.
@NullMarked
package io.vmaffleet.deploy.local;

import org.jspecify.annotations.NullMarked;
