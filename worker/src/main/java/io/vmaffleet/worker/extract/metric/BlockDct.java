package io.vmaffleet.worker.extract.metric;

/// The 8x8 cosine transform in whole numbers that Daala has (an orthonormal type-II DCT by lifting steps), of
/// many blocks side by side.
///
/// An array holds one sample, or one coefficient, of all blocks. Lifting steps add a rounded multiple of one
/// number to another, so results are exact to the bit wherever shifts and products of 32-bit numbers are.
final class BlockDct {
    static final int SIDE = 8;

    private final int blocks;
    private final int[][] columns;
    private final int[] half1;
    private final int[] half4;
    private final int[] half6;

    BlockDct(int blocks) {
        this.blocks = blocks;
        columns = new int[SIDE * SIDE][blocks];
        half1 = new int[blocks];
        half4 = new int[blocks];
        half6 = new int[blocks];
    }

    /// Transforms in place.
    ///
    /// @param samples 64 arrays, row by row; then coefficients, by vertical frequency
    void transform(int[][] samples) {
        for (int column = 0; column < SIDE; column++) {
            transform(samples, column, SIDE, columns, SIDE * column);
        }
        for (int frequency = 0; frequency < SIDE; frequency++) {
            transform(columns, frequency, SIDE, samples, SIDE * frequency);
        }
    }

    private void transform(int[][] from, int first, int step, int[][] to, int at) {
        int[] t0 = to[at];
        int[] t1 = to[at + 1];
        int[] t2 = to[at + 2];
        int[] t3 = to[at + 3];
        int[] t4 = to[at + 4];
        int[] t5 = to[at + 5];
        int[] t6 = to[at + 6];
        int[] t7 = to[at + 7];
        int[] x0 = from[first];
        int[] x1 = from[first + step];
        int[] x2 = from[first + 2 * step];
        int[] x3 = from[first + 3 * step];
        int[] x4 = from[first + 4 * step];
        int[] x5 = from[first + 5 * step];
        int[] x6 = from[first + 6 * step];
        int[] x7 = from[first + 7 * step];
        // sums and differences of opposite samples
        difference(x0, x7, t1, half1, blocks);
        minus(x0, half1, t0, blocks);
        sum(x1, x6, t4, half4, blocks);
        minus(x6, half4, t5, blocks);
        difference(x2, x5, t3, half6, blocks);
        minus(x2, half6, t2, blocks);
        sum(x3, x4, t6, half6, blocks);
        minus(half6, x4, t7, blocks);
        // even frequencies
        plus(t0, half6, t0, blocks);
        minus(t0, t6, t6, blocks);
        minus(half4, t2, t2, blocks);
        minus(t2, t4, t4, blocks);
        lift(t0, t4, -13573, 15, blocks);
        lift(t4, t0, 11585, 14, blocks);
        lift(t0, t4, -13573, 15, blocks);
        lift(t6, t2, -21895, 15, blocks);
        lift(t2, t6, 15137, 14, blocks);
        lift(t6, t2, -21895, 15, blocks);
        // odd frequencies
        lift(t3, t5, 19195, 15, blocks);
        lift(t5, t3, 11585, 14, blocks);
        lift(t3, t5, -7489, 13, blocks);
        halfMinus(t5, t7, blocks);
        minus(t5, t7, t5, blocks);
        minus(half1, t3, t3, blocks);
        minus(t1, t3, t1, blocks);
        lift(t7, t1, 3227, 15, blocks);
        lift(t1, t7, -6393, 15, blocks);
        lift(t7, t1, 3227, 15, blocks);
        lift(t5, t3, 2485, 13, blocks);
        lift(t3, t5, -18205, 15, blocks);
        lift(t5, t3, 2485, 13, blocks);
    }

    private static void difference(int[] a, int[] b, int[] out, int[] halved, int blocks) {
        for (int i = 0; i < blocks; i++) {
            out[i] = a[i] - b[i];
        }
        halve(out, halved, blocks);
    }

    private static void sum(int[] a, int[] b, int[] out, int[] halved, int blocks) {
        plus(a, b, out, blocks);
        halve(out, halved, blocks);
    }

    /// Halves towards zero.
    private static void halve(int[] from, int[] out, int blocks) {
        for (int i = 0; i < blocks; i++) {
            out[i] = ((from[i] >>> 31) + from[i]) >> 1;
        }
    }

    private static void plus(int[] a, int[] b, int[] out, int blocks) {
        for (int i = 0; i < blocks; i++) {
            out[i] = a[i] + b[i];
        }
    }

    private static void minus(int[] a, int[] b, int[] out, int blocks) {
        for (int i = 0; i < blocks; i++) {
            out[i] = a[i] - b[i];
        }
    }

    private static void halfMinus(int[] a, int[] out, int blocks) {
        for (int i = 0; i < blocks; i++) {
            out[i] = (((a[i] >>> 31) + a[i]) >> 1) - out[i];
        }
    }

    /// Adds (or takes away, where the factor is negative) the product rounded at so many bits.
    private static void lift(int[] to, int[] from, int factor, int bits, int blocks) {
        int rounding = 1 << (bits - 1);
        if (factor > 0) {
            for (int i = 0; i < blocks; i++) {
                to[i] = to[i] + ((from[i] * factor + rounding) >> bits);
            }
        } else {
            for (int i = 0; i < blocks; i++) {
                to[i] = to[i] - ((from[i] * -factor + rounding) >> bits);
            }
        }
    }
}
