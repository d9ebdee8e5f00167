package io.vmaffleet.feature;

/// What two clips were when they were compared.
///
/// @param reference the reference's name
/// @param width of the compared pictures, which is the reference's as displayed, in pixels
/// @param height of the compared pictures, in pixels
/// @param bitDepth of the compared pictures
/// @param frames how many pairs of frames have scores
public record PairFacts(
        String reference,
        int width,
        int height,
        int bitDepth,
        long frames,
        PairSide ofReference,
        PairSide ofDistorted) {
    public PairFacts {
        if (width <= 0 || height <= 0 || frames <= 0) {
            throw new IllegalArgumentException(
                    frames + " pairs of pictures of " + width + "x" + height + " with " + reference);
        }
    }
}
