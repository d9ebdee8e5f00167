package io.vmaffleet.worker.engine;

import io.vmaffleet.task.ClipTask;
import io.vmaffleet.wire.ProbeCodec;
import java.util.Optional;

/// What an engine process does, apart from being one: examine itself once, then measure clips one at a time.
///
/// One thread calls it. What goes wrong with the clip at hand is in the measurement it returns; whatever it throws
/// says that this process can no longer be trusted, and the engine is replaced.
public interface EngineWork {
    /// Loads the libraries and computes the fingerprint.
    ///
    /// @throws EngineStartException if this host cannot measure; its message is one sentence for a person
    EngineReady start();

    /// Looks whether any of these clips is here with its size, or, where there are none, their folder.
    ///
    /// @return why not, as one sentence; empty if so
    Optional<String> probe(ProbeCodec.Probes probes);

    Measurement measure(ClipTask task, EngineProgress progress);
}
