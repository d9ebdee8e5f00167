package io.vmaffleet.worker.decode;

import java.util.Optional;

/// The coded frames of one clip's picture stream, each once, in display order, as its edit list shows them.
///
/// Used by one thread. Whatever makes the clip unmeasurable (damage, a change of size) is an
/// [UnmeasurableClipException], thrown by the call that meets it; frames handed out before it are no result.
public interface FrameSource extends AutoCloseable {
    MediaFormat format();

    /// What all its frames are: the clip's own pictures, unless others were asked for.
    default PictureFormat pictures() {
        return format().pictures();
    }

    /// The next frame, in memory that the following call reuses; empty after the last one, and only if the stream was
    /// whole.
    Optional<VideoFrame> next();

    @Override
    void close();
}
