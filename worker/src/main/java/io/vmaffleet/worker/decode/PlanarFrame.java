package io.vmaffleet.worker.decode;

import org.bytedeco.ffmpeg.avutil.AVFrame;

/// A frame of the library's, of which only addresses leave this package.
final class PlanarFrame implements VideoFrame {
    private static final int PLANES = 3;

    private final int width;
    private final int height;
    private final int bitDepth;
    private final long[] addresses = new long[PLANES];
    private final long[] strides = new long[PLANES];

    PlanarFrame(AVFrame frame, MediaFormat format) {
        width = format.width();
        height = format.height();
        bitDepth = format.bitDepth();
        for (int plane = 0; plane < PLANES; plane++) {
            addresses[plane] = frame.data(plane).address();
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
        return addresses[plane];
    }

    @Override
    public long strideBytes(int plane) {
        return strides[plane];
    }
}
