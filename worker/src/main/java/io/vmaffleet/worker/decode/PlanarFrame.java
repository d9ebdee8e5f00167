package io.vmaffleet.worker.decode;

import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/// A frame of the library's, of which only addresses leave this package.
final class PlanarFrame implements VideoFrame {
    private static final int PLANES = 3;

    private final int width;
    private final int height;
    private final int bitDepth;
    private final BytePointer[] planes = new BytePointer[PLANES];
    private final long[] strides = new long[PLANES];

    PlanarFrame(AVFrame frame, PictureFormat format) {
        width = format.width();
        height = format.height();
        bitDepth = format.bitDepth();
        for (int plane = 0; plane < PLANES; plane++) {
            planes[plane] = frame.data(plane);
            strides[plane] = frame.linesize(plane);
        }
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int bitDepth() {
        return bitDepth;
    }

    @Override
    public long planeAddress(int plane) {
        return planes[plane].address();
    }

    @Override
    public void copyRow(int plane, int row, byte[] into) {
        int samples = plane == 0 ? width : (width + 1) / 2;
        planes[plane]
                .position(row * strides[plane])
                .get(into, 0, samples * (bitDepth > 8 ? 2 : 1))
                .position(0);
    }

    @Override
    public long strideBytes(int plane) {
        return strides[plane];
    }
}
