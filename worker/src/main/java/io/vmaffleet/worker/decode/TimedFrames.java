package io.vmaffleet.worker.decode;

import java.util.OptionalLong;

/// Frames of which can be told, before one is taken, whether it is there and when it is shown.
public interface TimedFrames extends FrameSource {
    /// Whether [#next] will give a frame. Leaves the one that was given before as it is.
    boolean hasNext();

    /// When the frame that [#next] will give is shown, in ticks from wherever the stream counts; empty where the stream
    /// does not say.
    OptionalLong nextTicks();

    Tick tick();

    /// From the first frame given to the end of the last one given; NaN where the stream does not tell the time.
    double seconds();

    /// Gives frames of this format from now on, scaled once by the bicubic filter.
    ///
    /// @throws IllegalStateException once a frame was given
    void scaleTo(PictureFormat wanted);
}
