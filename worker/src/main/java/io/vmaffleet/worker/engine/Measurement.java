package io.vmaffleet.worker.engine;

import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import java.util.List;
import java.util.Optional;

/// What an engine gives back for a task: the result and what of its provenance only the engine knows.
///
/// @param frames measured frames, 0 if none was
/// @param sizeBytes of the file, 0 if it was never opened
/// @param constantsAudited whether the constant features were measured too, to check them
/// @param geometryMismatch what the sidecar said and what was decoded, where they differ
/// @param scores of each frame, in the parts of [io.vmaffleet.wire.FrameCodec]; empty where the task wants none
public record Measurement(
        ClipResult result,
        long frames,
        long sizeBytes,
        boolean constantsAudited,
        Optional<String> geometryMismatch,
        List<String> scores) {
    public Measurement {
        scores = List.copyOf(scores);
    }

    /// Without per-frame scores.
    public Measurement(
            ClipResult result,
            long frames,
            long sizeBytes,
            boolean constantsAudited,
            Optional<String> geometryMismatch) {
        this(result, frames, sizeBytes, constantsAudited, geometryMismatch, List.of());
    }

    Measurement withScores(List<String> parts) {
        return new Measurement(result, frames, sizeBytes, constantsAudited, geometryMismatch, parts);
    }

    /// A failure of which no more is known.
    public static Measurement failed(FailureReason reason, String detail) {
        return new Measurement(new ClipResult.Failed(reason, detail), 0, 0, false, Optional.empty());
    }

    /// The task was not measured, and nobody is to blame.
    public static Measurement handedBack(String why) {
        return new Measurement(new ClipResult.HandedBack(why), 0, 0, false, Optional.empty());
    }
}
