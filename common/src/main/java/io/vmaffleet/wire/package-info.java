/// Tasks, results and heartbeats as the JSON that travels through Redis.
@NullMarked
package io.vmaffleet.wire;

import org.jspecify.annotations.NullMarked;
