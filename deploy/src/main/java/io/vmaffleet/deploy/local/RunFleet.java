package io.vmaffleet.deploy.local;

import io.vmaffleet.coordinator.Fleet;
import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.queue.redis.RedisTaskQueue;
import java.util.Optional;

/// A run's queue with what of its servers and slots lives in or below this process.
final class RunFleet implements Fleet {
    private final RedisTaskQueue queue;
    private final String redisAddress;
    private final Optional<EmbeddedRedis> embedded;
    private final Optional<LocalSlots> slots;

    RunFleet(RedisTaskQueue queue, String redisAddress, Optional<EmbeddedRedis> embedded, Optional<LocalSlots> slots) {
        this.queue = queue;
        this.redisAddress = redisAddress;
        this.embedded = embedded;
        this.slots = slots;
    }

    @Override
    public CoordinatorQueue queue() {
        return queue;
    }

    @Override
    public String redisAddress() {
        return redisAddress;
    }

    @Override
    public boolean isLocal() {
        return embedded.isPresent();
    }

    /// The embedded server does not come back by itself: its end is the fleet's.
    @Override
    public Optional<String> trouble() {
        if (embedded.isPresent() && !embedded.get().isAlive()) {
            return Optional.of("the embedded Redis has ended by itself");
        }
        return slots.flatMap(LocalSlots::trouble);
    }

    /// The slots first: they give back what they hold.
    @Override
    public void close() {
        slots.ifPresent(LocalSlots::close);
        queue.close();
        embedded.ifPresent(EmbeddedRedis::close);
    }
}
