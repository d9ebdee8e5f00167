package io.vmaffleet.queue;

import java.util.List;

/// A result as the queue carries it: what identifies it in plain fields, and the result as JSON that the queue does
/// not read.
///
/// @param taskEntry the id of the task's stream entry
/// @param sizeBytes of the file that was measured, 0 if it was never opened
/// @param scores of a row's frames, in the parts of [io.vmaffleet.wire.FrameCodec]; empty where nobody asked for them
public record ResultMessage(
        String run,
        String clip,
        String taskEntry,
        String engine,
        String recipeDigest,
        long sizeBytes,
        Kind kind,
        String result,
        List<String> scores) {
    public ResultMessage {
        scores = List.copyOf(scores);
    }

    /// A result without per-frame scores.
    public ResultMessage(
            String run,
            String clip,
            String taskEntry,
            String engine,
            String recipeDigest,
            long sizeBytes,
            Kind kind,
            String result) {
        this(run, clip, taskEntry, engine, recipeDigest, sizeBytes, kind, result, List.of());
    }

    /// What decides whose result counts: a row counts from anybody, all else only from the entry's holder.
    public enum Kind {
        EXTRACTED,
        FAILED,
        HANDED_BACK
    }
}
