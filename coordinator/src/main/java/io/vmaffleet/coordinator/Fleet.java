package io.vmaffleet.coordinator;

import io.vmaffleet.queue.CoordinatorQueue;
import io.vmaffleet.task.RunId;
import java.nio.file.Path;
import java.util.Optional;

/// What a run is extracted by: a queue and, in local mode, slots of its own. Opened only when there is something to
/// extract.
public interface Fleet extends AutoCloseable {
    /// The queue; its owner is the fleet.
    CoordinatorQueue queue();

    /// The server's address without user and password.
    String redisAddress();

    /// Whether the slots of this process are the only ones there will be: then the run binds to their engine at once,
    /// and ends when none of them can work.
    boolean isLocal();

    /// Why the slots of this process cannot work any more; empty while they can, and where there are none.
    Optional<String> trouble();

    @Override
    void close();

    /// Opens the fleet of a run, which may start processes.
    interface Opener {
        /// @param clipsFolder the real path of the clips folder, which local slots may read below
        /// @throws FleetUnavailableException if Redis or a local engine cannot be had
        Fleet open(Path clipsFolder) throws InterruptedException;

        /// The address, without user and password, of a Redis that outlives coordinators, as it is known before
        /// anything is opened; empty in local mode.
        default Optional<String> sharedRedis() {
            return Optional.empty();
        }

        /// Who holds a run in a Redis that outlives coordinators; empty when nobody does, and in local mode.
        Optional<String> holder(RunId run);

        /// Takes the hold from a holder that is known to be dead. There is none to take in local mode.
        default void release(RunId run, String holder) {}
    }
}
