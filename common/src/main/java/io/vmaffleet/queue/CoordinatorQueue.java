package io.vmaffleet.queue;

import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.RunId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The coordinator's side of the queue. Redis distributes and is never the truth, so every method may find the keys
/// gone; each then does what it would do on an empty server.
///
/// Every method throws [QueueUnavailableException] when the server does not answer; what was asked may or may not
/// have been done. Safe for use by many threads.
public interface CoordinatorQueue extends AutoCloseable {
    /// Makes the run known: its state with the probe clips of `facts`, its (empty) results stream if there is none,
    /// and its place in the list of runs. Renews the run's keys; done again every few seconds, it mends a flush.
    /// No fact is named `state`.
    void publish(RunId run, RunState state, Map<String, String> facts);

    /// Takes or renews the hold on a run for `ttl`.
    ///
    /// @return false when another holder has it
    boolean hold(RunId run, String holder, Duration ttl);

    /// Who holds the run; empty when nobody does.
    Optional<String> holder(RunId run);

    /// Gives up the hold, if it is still this holder's.
    void release(RunId run, String holder);

    /// Adds tasks to the stream of an engine, in order, and makes its group if there is none.
    ///
    /// @return the entries' ids, one a task
    List<String> send(EngineFingerprint engine, List<TaskMessage> tasks);

    /// All that is held in an engine's stream, every page of it.
    List<PendingTask> pending(EngineFingerprint engine);

    /// Ends a lease: removes the entry if holder and count are still those seen.
    ///
    /// @return whether it was removed
    boolean expire(EngineFingerprint engine, PendingTask seen);

    /// Looks at an engine's stream for an audit: last-delivered-id first, then the run's entries, then what is pending.
    StreamView look(EngineFingerprint engine, RunId run);

    /// Removes an entry that is in the stream but neither pending nor still to be delivered (its consumer was
    /// deleted), looking once more in the same step.
    ///
    /// @return whether it was so and was removed
    boolean removeOrphan(EngineFingerprint engine, String entry);

    /// Removes task entries whoever holds them: at pause, cancel, end, and what is no longer wanted.
    void drop(EngineFingerprint engine, Collection<String> entries);

    /// The oldest entries of the run's results stream behind `after` (`0-0`: from its beginning), without waiting.
    List<ResultEntry> readResults(RunId run, String after, int count);

    /// Waits up to `wait` for a result behind `after`; an empty list when none came.
    List<ResultEntry> awaitResults(RunId run, String after, int count, Duration wait);

    /// Removes results that are on disk.
    void deleteResults(RunId run, Collection<String> entries);

    /// Removes the run's own keys, at its end.
    void end(RunId run);

    /// The heartbeats of the workers that are alive, as they sent them.
    List<String> heartbeats();

    /// The runs that were published and not ended, by id, with the facts of each and its `state` in lower case;
    /// those without sign of life for long are among them until their keys expire.
    Map<String, Map<String, String>> runs();

    /// How many entries an engine's stream has, held or waiting.
    long depth(EngineFingerprint engine);

    @Override
    void close();
}
