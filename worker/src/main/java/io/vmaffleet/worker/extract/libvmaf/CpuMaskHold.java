package io.vmaffleet.worker.extract.libvmaf;

/// Keeps two contexts with different CPU masks from being open at once: libvmaf keeps the mask for the whole process,
/// so the later one would silently change how the earlier one rounds. Safe for many threads.
final class CpuMaskHold {
    private long mask;
    private int holders;

    synchronized void acquire(long wanted) {
        if (holders > 0 && wanted != mask) {
            throw new IllegalStateException("a context with CPU mask " + wanted + " beside one with " + mask);
        }
        mask = wanted;
        holders++;
    }

    synchronized void release() {
        holders--;
    }
}
