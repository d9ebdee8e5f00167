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
    public long strideBytes(int plane) {
        return strides[plane];
    }
}
