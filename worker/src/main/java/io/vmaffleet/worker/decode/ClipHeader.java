package io.vmaffleet.worker.decode;

/// What a container says of its pictures before any is decoded.
///
/// @param width of the coded picture, 0 when it does not say
/// @param height of the coded picture, 0 when it does not say
/// @param bitDepth of the coded pictures, 0 when it does not say
/// @param frames how many the index promises after edit lists, 0 when unknown
public record ClipHeader(int width, int height, int bitDepth, long frames) {
    /// Whether it says how large the pictures are.
    public boolean isKnown() {
        return width > 0 && height > 0 && bitDepth > 0;
    }
}
