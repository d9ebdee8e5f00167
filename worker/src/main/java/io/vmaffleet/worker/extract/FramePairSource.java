package io.vmaffleet.worker.extract;

import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.decode.VideoFrame;
import java.util.Optional;

/// Pairs of frames to be compared, all of one size and depth. Used by one thread.
public interface FramePairSource {
    /// Two frames, valid until the next pair is asked for.
    record Pair(VideoFrame reference, VideoFrame distorted) {}

    /// What the frames are.
    PictureFormat pictures();

    /// What the distorted clip is.
    MediaFormat distorted();

    /// The next pair; empty after the last one.
    ///
    /// @throws UnmeasurableClipException if the clips cannot be measured, or not together
    Optional<Pair> next();

    /// The frames of two clips that have equally many of them, one by one.
    static FramePairSource inStep(FrameSource reference, FrameSource distorted) {
        return new FramePairSource() {
            @Override
            public PictureFormat pictures() {
                return distorted.pictures();
            }

            @Override
            public MediaFormat distorted() {
                return distorted.format();
            }

            @Override
            public Optional<Pair> next() {
                Optional<VideoFrame> theirs = reference.next();
                Optional<VideoFrame> ours = distorted.next();
                if (theirs.isPresent() != ours.isPresent()) {
                    throw new IllegalArgumentException("a pair of clips that end at different frames");
                }
                return theirs.flatMap(one -> ours.map(other -> new Pair(one, other)));
            }
        };
    }
}
