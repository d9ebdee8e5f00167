package io.vmaffleet.worker.decode;

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

    /// libav's code for it.
    int pixelFormat() {
        return bitDepth == 8 ? avutil.AV_PIX_FMT_YUV420P : avutil.AV_PIX_FMT_YUV420P10LE;
    }
}
