package io.vmaffleet.worker.decode;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// Makes of decoded frames the pictures that are measured: converted to 4:2:0, turned for display, scaled.
///
/// Scaling is done once, together with the conversion where nothing is turned, else after turning, as a filter chain
/// that turns and scales would.
final class FramePreparation implements AutoCloseable {
    private final FrameConversion coded;
    private final @Nullable FrameTurner turner;
    private final @Nullable FrameConversion turned;

    /// @param first the clip's first frame, like which all are
    FramePreparation(String path, AVFrame first, Rotation rotation, PictureFormat wanted) {
        if (rotation.isNone()) {
            coded = FrameConversion.of(path, first, wanted);
            turner = null;
            turned = null;
            return;
        }
        PictureFormat own = FrameConversion.ownFormat(first);
        coded = FrameConversion.of(path, first, own);
        try {
            turner = new FrameTurner(rotation, own);
            try {
                turned = FrameConversion.of(path, turner.target(), wanted);
            } catch (RuntimeException | Error e) {
                turner.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            coded.close();
            throw e;
        }
    }

    /// The frame itself or one that the next call overwrites.
    AVFrame prepare(AVFrame frame) {
        AVFrame picture = coded.convert(frame);
        return turner == null || turned == null ? picture : turned.convert(turner.turn(picture));
    }

    @Override
    public void close() {
        coded.close();
        if (turner != null) {
            turner.close();
        }
        if (turned != null) {
            turned.close();
        }
    }
}
