package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;

/// A score of a pair of frames, the same bits on every CPU.
///
/// Made for pictures of one size and depth, whose buffers it keeps from frame to frame. Used by one thread.
interface FrameMetric {
    /// @return NaN where it has no finite value
    double score(VideoFrame reference, VideoFrame distorted);
}
