package io.vmaffleet.worker.extract;

/// Hears of each frame as it is measured, on the measuring thread: the sign that work moves.
@FunctionalInterface
public interface FrameListener {
    /// Hears nothing.
    FrameListener NONE = frames -> {};

    /// @param frames measured so far
    void measured(long frames);
}
