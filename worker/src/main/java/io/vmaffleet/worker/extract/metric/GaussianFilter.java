package io.vmaffleet.worker.extract.metric;

/// SSIM's filter of 11 taps, a Gaussian of standard deviation 1.5 with libvmaf's six-digit coefficients, over
/// rows and then over columns, where all taps lie within the picture.
///
/// A product is rounded to float, products are added up in double in the order of the taps, and the sum is
/// rounded to float: as libvmaf has it, so that bits are equal. C2 makes vectors of loops that are short and
/// load from each array once; therefore the taps come in three passes, and a row that is filtered along itself
/// has shifted copies beside it.
final class GaussianFilter {
    static final int TAPS = 11;

    private static final float TAP_0 = 0.001028f;
    private static final float TAP_1 = 0.007599f;
    private static final float TAP_2 = 0.036001f;
    private static final float TAP_3 = 0.109361f;
    private static final float TAP_4 = 0.213006f;
    private static final float TAP_5 = 0.266012f;

    private final double[] sums;
    private final float[] byOne;
    private final float[] byTwo;
    private final float[] byThree;

    /// @param width of the widest row
    GaussianFilter(int width) {
        sums = new double[width];
        byOne = new float[width];
        byTwo = new float[width];
        byThree = new float[width];
    }

    /// Filters a row along itself; what comes out is 10 samples shorter.
    void alongRow(float[] row, float[] out, int width) {
        shift(row, 1, byOne, width);
        shift(row, 2, byTwo, width);
        shift(row, 3, byThree, width);
        int samples = width - TAPS + 1;
        first(row, byOne, byTwo, byThree, sums, samples);
        middleOfRow(row, byOne, byTwo, byThree, sums, samples);
        lastOfRow(row, byOne, byTwo, sums, out, samples);
    }

    private static void shift(float[] row, int by, float[] out, int width) {
        System.arraycopy(row, by, out, 0, width - by);
    }

    /// Filters 11 rows, the uppermost first, down their columns to one.
    void downColumns(float[][] rows, float[] out, int width) {
        first(rows[0], rows[1], rows[2], rows[3], sums, width);
        middle(rows[4], rows[5], rows[6], rows[7], sums, width);
        last(rows[8], rows[9], rows[10], sums, out, width);
    }

    private static void first(float[] a, float[] b, float[] c, float[] d, double[] sums, int samples) {
        for (int x = 0; x < samples; x++) {
            sums[x] = (double) (a[x] * TAP_0)
                    + (double) (b[x] * TAP_1)
                    + (double) (c[x] * TAP_2)
                    + (double) (d[x] * TAP_3);
        }
    }

    private static void middle(float[] a, float[] b, float[] c, float[] d, double[] sums, int samples) {
        for (int x = 0; x < samples; x++) {
            sums[x] = sums[x]
                    + (double) (a[x] * TAP_4)
                    + (double) (b[x] * TAP_5)
                    + (double) (c[x] * TAP_4)
                    + (double) (d[x] * TAP_3);
        }
    }

    private static void last(float[] a, float[] b, float[] c, double[] sums, float[] out, int samples) {
        for (int x = 0; x < samples; x++) {
            out[x] = (float) (sums[x] + (double) (a[x] * TAP_2) + (double) (b[x] * TAP_1) + (double) (c[x] * TAP_0));
        }
    }

    // the same further along a row: that 4 and 8 are constants lets C2 see that stores do not meet loads

    private static void middleOfRow(float[] a, float[] b, float[] c, float[] d, double[] sums, int samples) {
        for (int x = 0; x < samples; x++) {
            sums[x] = sums[x]
                    + (double) (a[x + 4] * TAP_4)
                    + (double) (b[x + 4] * TAP_5)
                    + (double) (c[x + 4] * TAP_4)
                    + (double) (d[x + 4] * TAP_3);
        }
    }

    private static void lastOfRow(float[] a, float[] b, float[] c, double[] sums, float[] out, int samples) {
        for (int x = 0; x < samples; x++) {
            out[x] = (float)
                    (sums[x] + (double) (a[x + 8] * TAP_2) + (double) (b[x + 8] * TAP_1) + (double) (c[x + 8] * TAP_0));
        }
    }
}
