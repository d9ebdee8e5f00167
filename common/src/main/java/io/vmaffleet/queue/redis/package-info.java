/// The task queue on Redis Streams: keys, scripts and the only use of the Redis client.
@NullMarked
package io.vmaffleet.queue.redis;

import org.jspecify.annotations.NullMarked;
