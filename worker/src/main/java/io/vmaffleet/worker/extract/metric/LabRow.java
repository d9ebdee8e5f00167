package io.vmaffleet.worker.extract.metric;

/// Rows of pixels in CIE L\*a\*b\* under D65, made of Y, Cb and Cr as libvmaf's ciede takes them: always
/// limited range and BT.709 (red Y + 1.28033 Cr, and so on), not clipped, decoded as sRGB, with the threshold
/// at 10/255.
///
/// Computed in double and rounded to float where libvmaf rounds, after the response to light and at the end,
/// which gives its bits but for rare roundings. Used by one thread.
final class LabRow {
    private static final double RED_OF_CR = 1.28033;
    private static final double GREEN_OF_CB = -0.21482;
    private static final double GREEN_OF_CR = -0.38059;
    private static final double BLUE_OF_CB = 2.12798;

    private static final double DARK = 10 / 255.0;
    private static final double DARK_SLOPE = 1 / 12.92;
    private static final double OFFSET = 0.055;
    private static final double SCALE = 1 / 1.055;

    /// CIE's 216/24389, and 24389/27 divided by 116.
    private static final double LINEAR = 216 / 24389.0;

    private static final double LINEAR_SLOPE = 24389 / 27.0 / 116;

    /// Rows of the matrix from linear light to X, Y and Z, of which X and Z are divided by those of white.
    private static final double WHITE_X = 0.95047;

    private static final double WHITE_Z = 1.08883;
    private static final double X_OF_RED = 0.4124564390896921 / WHITE_X;
    private static final double X_OF_GREEN = 0.357576077643909 / WHITE_X;
    private static final double X_OF_BLUE = 0.18043748326639894 / WHITE_X;
    private static final double Y_OF_RED = 0.21267285140562248;
    private static final double Y_OF_GREEN = 0.715152155287818;
    private static final double Y_OF_BLUE = 0.07217499330655958;
    private static final double Z_OF_RED = 0.019333895582329317 / WHITE_Z;
    private static final double Z_OF_GREEN = 0.119192025881303 / WHITE_Z;
    private static final double Z_OF_BLUE = 0.9503040785363677 / WHITE_Z;

    private final int width;
    private final double black;
    private final double lumaUnit;
    private final double grey;
    private final double chromaUnit;
    private final double[] redOfChroma;
    private final double[] greenOfChroma;
    private final double[] blueOfChroma;
    private final double[] red;
    private final double[] green;
    private final double[] blue;
    private final double[] ofX;
    private final double[] ofY;
    private final double[] ofZ;
    private final double[] bent;
    private final double[] roots;
    private final InverseRoots inverse;
    final float[] lightness;
    final float[] a;
    final float[] b;

    LabRow(int width, int bitDepth) {
        this.width = width;
        int scale = 1 << (bitDepth - 8);
        black = 16 * scale;
        lumaUnit = 1.0 / (219 * scale);
        grey = 128 * scale;
        chromaUnit = 1.0 / (224 * scale);
        redOfChroma = new double[width];
        greenOfChroma = new double[width];
        blueOfChroma = new double[width];
        red = new double[width];
        green = new double[width];
        blue = new double[width];
        ofX = new double[width];
        ofY = new double[width];
        ofZ = new double[width];
        bent = new double[width];
        roots = new double[width];
        inverse = new InverseRoots(width);
        lightness = new float[width];
        a = new float[width];
        b = new float[width];
    }

    /// Takes a row of chroma for the rows of luma that come, each sample for two pixels.
    void setChroma(float[] cb, float[] cr) {
        int even = cb.length;
        weigh(cr, grey, RED_OF_CR * chromaUnit, redOfChroma, even);
        weigh(cb, grey, GREEN_OF_CB * chromaUnit, greenOfChroma, even);
        addWeighed(cr, grey, GREEN_OF_CR * chromaUnit, greenOfChroma, even);
        weigh(cb, grey, BLUE_OF_CB * chromaUnit, blueOfChroma, even);
        System.arraycopy(redOfChroma, 0, redOfChroma, even, width - even);
        System.arraycopy(greenOfChroma, 0, greenOfChroma, even, width - even);
        System.arraycopy(blueOfChroma, 0, blueOfChroma, even, width - even);
    }

    private static void weigh(float[] samples, double zero, double weight, double[] out, int count) {
        for (int x = 0; x < count; x++) {
            out[x] = (samples[x] - zero) * weight;
        }
    }

    private static void addWeighed(float[] samples, double zero, double weight, double[] out, int count) {
        for (int x = 0; x < count; x++) {
            out[x] = out[x] + (samples[x] - zero) * weight;
        }
    }

    /// Makes [#lightness], [#a] and [#b] of a row of luma, even columns first, in the same order.
    void set(float[] luma) {
        toRgb(luma, black, lumaUnit, redOfChroma, red, width);
        toRgb(luma, black, lumaUnit, greenOfChroma, green, width);
        toRgb(luma, black, lumaUnit, blueOfChroma, blue, width);
        toLinear(red);
        toLinear(green);
        toLinear(blue);
        combine(red, green, blue, X_OF_RED, X_OF_GREEN, X_OF_BLUE, ofX, width);
        combine(red, green, blue, Y_OF_RED, Y_OF_GREEN, Y_OF_BLUE, ofY, width);
        combine(red, green, blue, Z_OF_RED, Z_OF_GREEN, Z_OF_BLUE, ofZ, width);
        toResponse(ofX);
        toResponse(ofY);
        toResponse(ofZ);
        scale(ofY, 116, 16, lightness, width);
        subtract(ofX, ofY, 500, a, width);
        subtract(ofY, ofZ, 200, b, width);
    }

    private static void toRgb(float[] luma, double black, double unit, double[] ofChroma, double[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = (luma[x] - black) * unit + ofChroma[x];
        }
    }

    /// Decodes sRGB, by t^2.4 = (t t^(-1/5))^3.
    private void toLinear(double[] colour) {
        shifted(colour, bent, width);
        inverse.fifth(bent, roots, width);
        linear(colour, bent, roots, width);
    }

    private static void shifted(double[] colour, double[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = (Math.max(colour[x], DARK) + OFFSET) * SCALE;
        }
    }

    private static void linear(double[] colour, double[] bent, double[] roots, int width) {
        for (int x = 0; x < width; x++) {
            // 1 where it is brighter than the threshold, else 0: C2 makes vectors of masks, not of choices
            double bright = 0.5 + 0.5 * Math.signum(colour[x] - DARK);
            double power = bent[x] * roots[x];
            colour[x] = bright * (power * power * power) + (1 - bright) * (colour[x] * DARK_SLOPE);
        }
    }

    private static void combine(
            double[] red, double[] green, double[] blue, double r, double g, double b, double[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = red[x] * r + green[x] * g + blue[x] * b;
        }
    }

    /// The cube root, below a threshold a line.
    private void toResponse(double[] light) {
        atLeastLinear(light, bent, width);
        inverse.cube(bent, roots, width);
        response(light, bent, roots, width);
    }

    private static void atLeastLinear(double[] light, double[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = Math.max(light[x], LINEAR);
        }
    }

    /// Both parts meet at the threshold, where each gives 6/29. Rounded to float, as libvmaf has it.
    private static void response(double[] light, double[] bent, double[] roots, int width) {
        for (int x = 0; x < width; x++) {
            double cubeRoot = bent[x] * (roots[x] * roots[x]);
            light[x] = (float) (cubeRoot + (Math.min(light[x], LINEAR) - LINEAR) * LINEAR_SLOPE);
        }
    }

    private static void scale(double[] from, double factor, double less, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = (float) (from[x] * factor - less);
        }
    }

    private static void subtract(double[] from, double[] other, double factor, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = (float) ((from[x] - other[x]) * factor);
        }
    }
}
