package io.vmaffleet.worker.extract.metric;

import java.util.Arrays;

/// Halves a picture for MS-SSIM's next scale, row by row: a low-pass filter of 9 by 9 taps (that of the 9/7
/// biorthogonal wavelet, with libvmaf's six-digit coefficients) at every second sample of every second row, an
/// odd size rounded up.
///
/// A product is rounded to float, the 81 products are added up in double in the order of the taps, and the sum
/// is rounded to float: as libvmaf has it, so that bits are equal.
final class Halving {
    private static final int TAPS = 9;
    private static final int REACH = TAPS / 2;

    /// The rows of the filter, of which the second half mirrors the first, as each row does.
    private static final float[][] FILTER = {
        {0.000714f, -0.000450f, -0.002090f, 0.007132f, 0.016114f},
        {-0.000450f, 0.000283f, 0.001316f, -0.004490f, -0.010146f},
        {-0.002090f, 0.001316f, 0.006115f, -0.020867f, -0.047149f},
        {0.007132f, -0.004490f, -0.020867f, 0.071207f, 0.160885f},
        {0.016114f, -0.010146f, -0.047149f, 0.160885f, 0.363505f}
    };

    private final int height;
    private final int halfWidth;
    private final int halfHeight;
    private final SplitRow[] window = new SplitRow[TAPS];
    private final double[] sums;
    private final float[] half;
    private int taken;
    private int made;

    Halving(int width, int height) {
        this.height = height;
        halfWidth = (width + 1) / 2;
        halfHeight = (height + 1) / 2;
        for (int slot = 0; slot < TAPS; slot++) {
            window[slot] = new SplitRow(width);
        }
        sums = new double[halfWidth];
        half = new float[halfWidth];
    }

    int halfWidth() {
        return halfWidth;
    }

    int halfHeight() {
        return halfHeight;
    }

    /// Begins a picture.
    void begin() {
        taken = 0;
        made = 0;
    }

    /// Takes the next row; what can be made of those so far must be asked for before the next.
    void take(float[] row) {
        window[taken % TAPS].fill(row);
        taken++;
    }

    /// Whether there is a row more of the half-sized picture.
    boolean hasNext() {
        return made < halfHeight && (2 * made + REACH < taken || taken == height);
    }

    /// The next row of the half-sized picture, valid until the next call.
    float[] next() {
        Arrays.fill(sums, 0);
        for (int tap = 0; tap < TAPS; tap++) {
            float[] filter = FILTER[Math.min(tap, TAPS - 1 - tap)];
            int y = Borders.mirrored(2 * made + tap - REACH, height);
            window[y % TAPS].addTo(sums, filter);
        }
        round(sums, half, halfWidth);
        made++;
        return half;
    }

    private static void round(double[] sums, float[] out, int samples) {
        for (int x = 0; x < samples; x++) {
            out[x] = (float) sums[x];
        }
    }

    /// A row whose samples lie so that each tap finds those of all its places side by side. Those of even taps
    /// and those of odd ones stand also one place, and two, further on: C2 makes vectors of loops that load
    /// from each array once.
    private static final class SplitRow {
        private final int width;
        private final int half;
        private final float[] even;
        private final float[] odd;
        private final float[] evenByOne;
        private final float[] oddByOne;
        private final float[] evenByTwo;

        SplitRow(int width) {
            this.width = width;
            half = (width + 1) / 2;
            even = new float[half + REACH];
            odd = new float[half + REACH];
            evenByOne = new float[half + REACH - 1];
            oddByOne = new float[half + REACH - 1];
            evenByTwo = new float[half + REACH - 2];
        }

        void fill(float[] row) {
            int within = width / 2;
            split(row, even, odd, within);
            for (int i = 0; i < half + REACH; i = i == 1 ? within + 2 : i + 1) {
                even[i] = row[Borders.mirrored(2 * i - REACH, width)];
                odd[i] = row[Borders.mirrored(2 * i + 1 - REACH, width)];
            }
            System.arraycopy(even, 1, evenByOne, 0, evenByOne.length);
            System.arraycopy(odd, 1, oddByOne, 0, oddByOne.length);
            System.arraycopy(even, 2, evenByTwo, 0, evenByTwo.length);
        }

        private static void split(float[] row, float[] even, float[] odd, int within) {
            for (int i = 0; i < within; i++) {
                even[i + 2] = row[2 * i];
                odd[i + 2] = row[2 * i + 1];
            }
        }

        /// @param filter the first five of nine coefficients
        void addTo(double[] sums, float[] filter) {
            addFour(even, odd, evenByOne, oddByOne, filter[0], filter[1], filter[2], filter[3], sums, half);
            addFive(even, odd, evenByOne, oddByOne, evenByTwo, filter, sums, half);
        }
    }

    private static void addFour(
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float k,
            float l,
            float m,
            float n,
            double[] sums,
            int samples) {
        for (int x = 0; x < samples; x++) {
            sums[x] = sums[x] + (double) (a[x] * k) + (double) (b[x] * l) + (double) (c[x] * m) + (double) (d[x] * n);
        }
    }

    private static void addFive(
            float[] a, float[] b, float[] c, float[] d, float[] e, float[] filter, double[] sums, int samples) {
        float middle = filter[4];
        float k = filter[3];
        float l = filter[2];
        float m = filter[1];
        float n = filter[0];
        for (int x = 0; x < samples; x++) {
            sums[x] = sums[x]
                    + (double) (a[x + 2] * middle)
                    + (double) (b[x + 2] * k)
                    + (double) (c[x + 2] * l)
                    + (double) (d[x + 2] * m)
                    + (double) (e[x + 2] * n);
        }
    }
}
