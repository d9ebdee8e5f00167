package io.vmaffleet.worker.engine;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.wire.ProbeCodec;
import java.util.Optional;

/// What supervisor and engine say to each other.
sealed interface EngineMessage {
    /// Supervisor to engine.
    sealed interface ToEngine extends EngineMessage {}

    /// Engine to supervisor.
    sealed interface FromEngine extends EngineMessage {}

    /// Measure this clip.
    ///
    /// @param task the task's JSON, as the queue carried it
    record Measure(String task) implements ToEngine {}

    /// Tell whether these files can be seen from here; nothing is measured.
    record Probe(ProbeCodec.Probes probes) implements ToEngine {}

    /// The memory that was asked for is there.
    record Grant() implements ToEngine {}

    /// End: no further clip comes.
    record Stop() implements ToEngine {}

    /// @param problem why none of the files can be seen, empty if one can
    record Probed(Optional<String> problem) implements FromEngine {}

    record Ready(EngineReady ready) implements FromEngine {}

    /// How much memory the clip at hand takes; the engine waits for a grant.
    record Needs(long bytes, long frames, double seconds) implements FromEngine {}

    record Frames(long done) implements FromEngine {}

    /// A part of the per-frame scores of the clip at hand. All come before its result, in their order.
    record Scores(String part) implements FromEngine {}

    /// @param measurement without its per-frame scores, which went before
    record Result(Measurement measurement) implements FromEngine {}

    /// This process is of no further use; before `ready`: it cannot start.
    ///
    /// @param reason what to say of the clip at hand; empty before `ready`
    record Poisoned(Optional<FailureReason> reason, String detail) implements FromEngine {}
}
