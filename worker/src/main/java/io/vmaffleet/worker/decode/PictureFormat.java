package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;
import org.bytedeco.ffmpeg.global.avutil;

/// What pictures are when they are measured: planar 4:2:0 of limited range.
///
/// @param width in pixels
/// @param height in pixels
/// @param bitDepth 8 or 10
public record PictureFormat(int width, int height, int bitDepth) {
    public PictureFormat {
        if (width <= 0 || height <= 0 || (bitDepth != 8 && bitDepth != 10)) {
            throw new IllegalArgumentException("pictures of " + width + "x" + height + " at " + bitDepth + " bits");
        }
    }

    /// @param index of the frame among those measured, for the message
    /// @throws UnmeasurableClipException if a frame is something else
    public void require(VideoFrame frame, int index) {
        if (frame.width() != width || frame.height() != height || frame.bitDepth() != bitDepth) {
            throw new UnmeasurableClipException(
                    FailureReason.GEOMETRY_CHANGED,
                    "frame " + index + " is " + frame.width() + "x" + frame.height() + " at " + frame.bitDepth()
                            + " bits in a clip of " + width + "x" + height + " at " + bitDepth + " bits");
        }
    }

    /// libav's code for it.
    int pixelFormat() {
        return bitDepth == 8 ? avutil.AV_PIX_FMT_YUV420P : avutil.AV_PIX_FMT_YUV420P10LE;
    }
}
