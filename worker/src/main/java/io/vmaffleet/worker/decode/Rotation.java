package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;

/// How a coded picture is turned for display: by quarter turns, and mirrored or not.
///
/// A display matrix maps a coded pixel (p, q), both from the upper left corner, to (a p + c q, b p + d q); its
/// first five entries are a, b, u, c, d as 16.16 fixed point. Only which entries dominate and their signs matter.
///
/// @param transposed rows become columns
/// @param flipX the displayed picture's left is what comes last in the coded picture
/// @param flipY the displayed picture's top is what comes last in the coded picture
record Rotation(boolean transposed, boolean flipX, boolean flipY) {
    static final Rotation NONE = new Rotation(false, false, false);

    /// As the reference's decoder has it: within a degree of a quarter turn is a quarter turn.
    private static final double TOLERANCE_DEGREES = 1;

    /// @param matrix nine entries, row by row
    /// @throws UnmeasurableClipException UNSUPPORTED_FORMAT if it turns by anything but quarters
    static Rotation of(int[] matrix) {
        double a = matrix[0];
        double b = matrix[1];
        double c = matrix[3];
        double d = matrix[4];
        if (Math.hypot(a, c) == 0 || Math.hypot(b, d) == 0) {
            // a matrix that shows nothing; players show the picture as coded
            return NONE;
        }
        // the angle of the coded picture's horizontal axis, each entry freed of the axes' scales
        double degrees = Math.toDegrees(Math.atan2(b / Math.hypot(b, d), a / Math.hypot(a, c)));
        double offQuarter = Math.abs(degrees - 90 * Math.rint(degrees / 90));
        if (offQuarter > TOLERANCE_DEGREES) {
            throw new UnmeasurableClipException(
                    FailureReason.UNSUPPORTED_FORMAT,
                    "its display matrix turns the picture by " + Math.round(degrees)
                            + " degrees, and only quarter turns are measured; encode the clip upright.");
        }
        boolean transposed = Math.abs(a) / Math.hypot(a, c) < 0.5;
        return transposed ? new Rotation(true, c < 0, b < 0) : new Rotation(false, a < 0, d < 0);
    }

    /// Clockwise degrees: 0, 90, 180 or 270; of a mirrored picture, those by which it is turned before it is mirrored
    /// left to right.
    int degrees() {
        boolean mirrored = flipX ^ flipY ^ transposed;
        // undo the mirror on the displayed side: its left and right change places
        boolean x = flipX ^ mirrored;
        if (transposed) {
            return x ? 90 : 270;
        }
        return x ? 180 : 0;
    }

    boolean isNone() {
        return equals(NONE);
    }

    int width(int codedWidth, int codedHeight) {
        return transposed ? codedHeight : codedWidth;
    }

    int height(int codedWidth, int codedHeight) {
        return transposed ? codedWidth : codedHeight;
    }

    /// Turns one plane of one-byte samples. Both arrays hold rows without gaps.
    void turn(byte[] coded, int codedWidth, int codedHeight, byte[] displayed) {
        int width = width(codedWidth, codedHeight);
        int height = height(codedWidth, codedHeight);
        int stepX = (flipX ? -1 : 1) * (transposed ? codedWidth : 1);
        for (int y = 0; y < height; y++) {
            int from = start(y, codedWidth, codedHeight);
            int to = y * width;
            for (int x = 0; x < width; x++) {
                displayed[to + x] = coded[from];
                from += stepX;
            }
        }
    }

    /// Turns one plane of two-byte samples.
    void turn(short[] coded, int codedWidth, int codedHeight, short[] displayed) {
        int width = width(codedWidth, codedHeight);
        int height = height(codedWidth, codedHeight);
        int stepX = (flipX ? -1 : 1) * (transposed ? codedWidth : 1);
        for (int y = 0; y < height; y++) {
            int from = start(y, codedWidth, codedHeight);
            int to = y * width;
            for (int x = 0; x < width; x++) {
                displayed[to + x] = coded[from];
                from += stepX;
            }
        }
    }

    /// Where in the coded plane a displayed row begins.
    private int start(int y, int codedWidth, int codedHeight) {
        if (transposed) {
            int column = flipY ? codedWidth - 1 - y : y;
            int row = flipX ? codedHeight - 1 : 0;
            return row * codedWidth + column;
        }
        int row = flipY ? codedHeight - 1 - y : y;
        int column = flipX ? codedWidth - 1 : 0;
        return row * codedWidth + column;
    }
}
