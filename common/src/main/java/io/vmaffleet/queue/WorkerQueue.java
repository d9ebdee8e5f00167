package io.vmaffleet.queue;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import io.vmaffleet.task.WorkerId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The worker's side of the queue. A worker keeps nothing: what it took and did not finish is somebody else's soon.
///
/// Every method throws [QueueUnavailableException] when the server does not answer; what was asked may or may not
/// have been done. Safe for use by many threads, [#take] by one at a time.
public interface WorkerQueue extends AutoCloseable {
    /// How many entries a run's results may have when per-frame scores are added. Each has less than 256,000
    /// bytes, so what a server holds of them has a bound, a quarter of a gigabyte. The entries themselves are the
    /// count: nothing can come to disagree with it.
    int MOST_WAITING = 1024;

    /// Takes up to `count` tasks, waiting up to `wait` for the first; never more than the free slots, so that no task
    /// waits behind a long one. A missing stream or group is made (from its beginning) and gives an empty list.
    List<Delivery> take(EngineFingerprint engine, WorkerId worker, int count, Duration wait);

    /// What this worker holds, with its messages: after a lost connection or a time-out it may hold tasks whose
    /// delivery never reached it. It starts or hands back what it does not run.
    List<Delivery> held(EngineFingerprint engine, WorkerId worker);

    /// Renews leases: what is still held by this worker counts one up and stays, the rest is only told.
    Map<String, Renewal> renew(EngineFingerprint engine, WorkerId worker, Collection<String> entries);

    /// Hands a result over and, only then, removes the task. A row counts whoever holds the entry; all else only from
    /// its holder. Its per-frame scores become entries right before its own, all or none; they are not taken while
    /// more than [#MOST_WAITING] entries would wait, unless none does.
    Finish finish(EngineFingerprint engine, WorkerId worker, String entry, ResultMessage result);

    /// Removes tasks of a run that is not to be served (see [#state]), counted nowhere: their owner sends them
    /// again.
    void drop(EngineFingerprint engine, Collection<String> entries);

    /// Shows a sign of life for `ttl`.
    void announce(WorkerId worker, String heartbeat, Duration ttl);

    /// Takes the sign of life back: the worker has left.
    void leave(WorkerId worker);

    /// What a run's coordinator has published of it beside its state; empty when the server does not know it.
    Map<String, String> facts(RunId run);

    /// The state of a run; empty when the server does not know it or nobody holds it.
    Optional<RunState> state(RunId run);

    @Override
    void close();

    /// What became of a lease.
    enum Renewal {
        KEPT,
        ANOTHERS,
        VANISHED
    }

    /// What became of a result.
    enum Finish {
        DONE,
        /// Not a row, and somebody else holds the entry or nobody does: it was not taken.
        NOT_YOURS,
        /// There is no results stream: the server was wiped or the run is over. Nothing was changed; try again later.
        NO_RUN,
        /// Too many per-frame scores wait to be read. Nothing was changed; try again later.
        FULL
    }
}
