package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A frame that a test draws, with rows longer than they need to be. It is both in native memory, for libvmaf, and in
/// arrays, of which rows are copied without allocating.
final class DrawnFrame implements VideoFrame {
    private static final int PLANES = 3;
    private static final int PADDING = 6;

    private final int width;
    private final int height;
    private final int bitDepth;
    private final byte[][] planes = new byte[PLANES][];
    private final MemorySegment[] segments = new MemorySegment[PLANES];

    /// What a sample is.
    interface Drawing {
        /// @return a sample of the frame's depth
        int sample(int plane, int x, int y);
    }

    DrawnFrame(int width, int height, int bitDepth, Drawing drawing) {
        this.width = width;
        this.height = height;
        this.bitDepth = bitDepth;
        for (int plane = 0; plane < PLANES; plane++) {
            planes[plane] = drawn(plane, drawing);
            segments[plane] = Arena.ofAuto().allocate(planes[plane].length, 16);
            MemorySegment.copy(planes[plane], 0, segments[plane], ValueLayout.JAVA_BYTE, 0, planes[plane].length);
        }
    }

    private byte[] drawn(int plane, Drawing drawing) {
        byte[] bytes = new byte[Math.toIntExact(strideBytes(plane) * height(plane))];
        for (int y = 0; y < height(plane); y++) {
            int at = Math.toIntExact(strideBytes(plane) * y);
            for (int x = 0; x < width(plane); x++) {
                int sample = drawing.sample(plane, x, y);
                if (bitDepth > 8) {
                    bytes[at + 2 * x] = (byte) sample;
                    bytes[at + 2 * x + 1] = (byte) (sample >> 8);
                } else {
                    bytes[at + x] = (byte) sample;
                }
            }
        }
        return bytes;
    }

    int width(int plane) {
        return plane == 0 ? width : (width + 1) / 2;
    }

    int height(int plane) {
        return plane == 0 ? height : (height + 1) / 2;
    }

    private int rowBytes(int plane) {
        return width(plane) * (bitDepth > 8 ? 2 : 1);
    }

    /// A sample as it was drawn.
    int sample(int plane, int x, int y) {
        int at = Math.toIntExact(strideBytes(plane) * y);
        return bitDepth > 8
                ? (planes[plane][at + 2 * x] & 0xff) | (planes[plane][at + 2 * x + 1] & 0xff) << 8
                : planes[plane][at + x] & 0xff;
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
        return segments[plane].address();
    }

    @Override
    public void copyRow(int plane, int row, byte[] into) {
        System.arraycopy(planes[plane], Math.toIntExact(strideBytes(plane) * row), into, 0, rowBytes(plane));
    }

    @Override
    public long strideBytes(int plane) {
        return (long) rowBytes(plane) + PADDING;
    }
}
