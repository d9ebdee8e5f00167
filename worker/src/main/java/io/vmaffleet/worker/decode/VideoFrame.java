package io.vmaffleet.worker.decode;

/// One frame ready to be measured: planar 4:2:0 limited range, turned for display, in native memory that its
/// [FrameSource] owns and reuses: valid until the source's next call.
///
/// Planes are Y, Cb, Cr; a sample has one byte at 8 bits and two (little endian, the value in the low bits) at 10.
/// Chroma planes are (width + 1) / 2 by (height + 1) / 2 samples.
public interface VideoFrame {
    int width();

    int height();

    /// 8 or 10.
    int bitDepth();

    /// The native address of a plane's first sample.
    long planeAddress(int plane);

    /// Copies the samples of one row of a plane to the front of an array, in the bytes that they have.
    void copyRow(int plane, int row, byte[] into);

    /// Bytes from a row to the next; at least a row's own bytes, never negative.
    long strideBytes(int plane);
}
