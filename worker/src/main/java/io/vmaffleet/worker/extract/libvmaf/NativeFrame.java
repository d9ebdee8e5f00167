package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.worker.decode.VideoFrame;
import java.lang.foreign.MemorySegment;

/// A frame in memory of ours; Y, Cb, Cr.
record NativeFrame(int width, int height, int bitDepth, MemorySegment[] planes, long[] strides) implements VideoFrame {
    @Override
    public long planeAddress(int plane) {
        return planes[plane].address();
    }

    @Override
    public void copyRow(int plane, int row, byte[] into) {
        int samples = plane == 0 ? width : (width + 1) / 2;
        MemorySegment.copy(
                planes[plane], row * strides[plane], MemorySegment.ofArray(into), 0, samples * (bitDepth > 8 ? 2L : 1));
    }

    @Override
    public long strideBytes(int plane) {
        return strides[plane];
    }
}
