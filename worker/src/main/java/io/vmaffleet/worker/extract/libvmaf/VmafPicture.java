package io.vmaffleet.worker.extract.libvmaf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.vmaffleet.worker.decode.VideoFrame;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;

/// One of libvmaf's pictures: a struct of ours whose samples are libvmaf's. Handed to `vmaf_read_pictures` it is
/// libvmaf's altogether, and the struct is free to describe the next one.
final class VmafPicture {
    /// `struct VmafPicture { enum pix_fmt; unsigned bpc, w[3], h[3]; ptrdiff_t stride[3]; void *data[3]; VmafRef *ref;
    /// void *priv; }`
    static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("pix_fmt"),
            JAVA_INT.withName("bpc"),
            MemoryLayout.sequenceLayout(3, JAVA_INT).withName("w"),
            MemoryLayout.sequenceLayout(3, JAVA_INT).withName("h"),
            MemoryLayout.sequenceLayout(3, JAVA_LONG).withName("stride"),
            MemoryLayout.sequenceLayout(3, ADDRESS).withName("data"),
            ADDRESS.withName("ref"),
            ADDRESS.withName("priv"));

    private static final int PLANES = 3;
    private static final int YUV420P = 1;
    private static final long WIDTHS = offset("w");
    private static final long HEIGHTS = offset("h");
    private static final long STRIDES = offset("stride");
    private static final long SAMPLES = offset("data");

    private final MemorySegment struct;

    VmafPicture(SegmentAllocator allocator) {
        struct = allocator.allocate(LAYOUT);
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement(field));
    }

    MemorySegment struct() {
        return struct;
    }

    /// Makes it a new picture of a frame's size; returns libvmaf's code.
    int allocate(VmafBindings libvmaf, VideoFrame frame) {
        return libvmaf.pictureAlloc(struct, YUV420P, frame.bitDepth(), frame.width(), frame.height());
    }

    /// Copies a frame's samples in. libvmaf halves an odd side downwards, so a frame's last odd chroma line stays out.
    void copyFrom(VideoFrame frame) {
        int bytesPerSample = frame.bitDepth() > 8 ? 2 : 1;
        for (int plane = 0; plane < PLANES; plane++) {
            long rowBytes = (long) struct.getAtIndex(JAVA_INT, WIDTHS / 4 + plane) * bytesPerSample;
            long rows = struct.getAtIndex(JAVA_INT, HEIGHTS / 4 + plane);
            long toStride = struct.get(JAVA_LONG, STRIDES + 8L * plane);
            MemorySegment to = struct.get(ADDRESS, SAMPLES + 8L * plane).reinterpret(toStride * rows);
            PlaneCopy.copy(frame.planeAddress(plane), frame.strideBytes(plane), to, toStride, rowBytes, rows);
        }
    }
}
