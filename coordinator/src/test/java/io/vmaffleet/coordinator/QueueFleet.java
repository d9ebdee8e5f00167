package io.vmaffleet.coordinator;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.task.RunId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/// What a run is extracted by in a test: a queue alone, whose workers are the test's.
///
/// @param isLocal whether the run binds to an engine at once
/// @param end of the queue, if it is the fleet's
public record QueueFleet(CoordinatorQueue queue, String redisAddress, boolean isLocal, Runnable end) implements Fleet {
    /// As local mode is, with the queue for its own.
    static QueueFleet local(CoordinatorQueue queue, String redisAddress) {
        return new QueueFleet(queue, redisAddress, true, queue::close);
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public void close() {
        end.run();
    }

    /// Opens a fleet; nobody is seen to hold a run.
    public record Opening(Supplier<Fleet> fleet, Optional<String> sharedRedis) implements Fleet.Opener {
        public Opening(Supplier<Fleet> fleet) {
            this(fleet, Optional.empty());
        }

        /// For a run that needs none.
        static Opening none() {
            return new Opening(() -> {
                throw new AssertionError("no fleet is needed");
            });
        }

        @Override
        public Fleet open(Path clipsFolder) {
            return fleet.get();
        }

        @Override
        public Optional<String> holder(RunId run) {
            return Optional.empty();
        }
    }
}
