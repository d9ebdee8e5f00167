/// The queue for tests: the suite that every queue passes, a strict one in memory, one that refuses on demand, and a
/// real server as a process.
@NullMarked
package io.vmaffleet.queue.testing;

import org.jspecify.annotations.NullMarked;
