package io.vmaffleet.worker.engine;

/// What a measurement tells its supervisor while it runs.
public interface EngineProgress {
    /// Asks for memory and waits until it is granted; called once, when the clip's header is read and before anything
    /// big is allocated.
    ///
    /// @param frames how many are expected, 0 when unknown
    /// @param seconds how long they should take, 0 when unknown
    void needs(long bytes, long frames, double seconds);

    /// So many frames are measured. To be called at every frame; it is cheap.
    void frames(long done);
}
