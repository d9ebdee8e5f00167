package io.vmaffleet.worker.extract.libvmaf;

import java.lang.foreign.MemorySegment;

/// Copies a plane of samples between memory with different strides.
final class PlaneCopy {
    private PlaneCopy() {}

    static void copy(long fromAddress, long fromStride, MemorySegment to, long toStride, long rowBytes, long rows) {
        if (rows == 0 || rowBytes == 0) {
            return;
        }
        if (fromStride < rowBytes || toStride < rowBytes) {
            throw new IllegalArgumentException(
                    "rows of " + rowBytes + " bytes at strides of " + fromStride + " and " + toStride);
        }
        // The last row need not be padded to its stride.
        MemorySegment from = MemorySegment.ofAddress(fromAddress).reinterpret(fromStride * (rows - 1) + rowBytes);
        for (long row = 0; row < rows; row++) {
            MemorySegment.copy(from, row * fromStride, to, row * toStride, rowBytes);
        }
    }
}
