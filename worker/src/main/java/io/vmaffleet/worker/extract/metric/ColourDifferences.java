package io.vmaffleet.worker.extract.metric;

/// CIEDE2000 differences of rows of pixels, by its own formula with kL 0.65, kC 1 and kH 4, as libvmaf has it.
///
/// G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 color-difference formula: implementation notes,
/// supplementary test data, and mathematical observations", Color Research and Application 30(1), 2005. Angles
/// are kept as vectors: the hue difference comes of their dot and cross product, the mean hue of their sum, its
/// multiples of one another and the rotation's bell of a polynomial in the cosine. Of a grey pixel the hue is
/// rounding; it weighs nothing then.
///
/// Used by one thread.
final class ColourDifferences {
    private static final float K_LIGHTNESS = 0.65f;
    private static final float K_HUE = 4;
    private static final float SQRT_2 = (float) Math.sqrt(2);
    private static final float TINY = 1e-30f;

    private static final float COS_30 = (float) StrictMath.cos(StrictMath.toRadians(30));
    private static final float SIN_30 = 0.5f;
    private static final float COS_6 = (float) StrictMath.cos(StrictMath.toRadians(6));
    private static final float SIN_6 = (float) StrictMath.sin(StrictMath.toRadians(6));
    private static final float COS_63 = (float) StrictMath.cos(StrictMath.toRadians(63));
    private static final float SIN_63 = (float) StrictMath.sin(StrictMath.toRadians(63));
    private static final float COS_275 = (float) StrictMath.cos(StrictMath.toRadians(275));
    private static final float SIN_275 = (float) StrictMath.sin(StrictMath.toRadians(275));

    /// Where 1 - cos(angle to 275 degrees) is larger, the rotation is below 2e-6.
    private static final float FAR = 1.05f;

    /// exp(-(angle / 25 degrees)^2 / 16) by powers of 1 - cos(angle), within 2e-7 up to [#FAR].
    private static final float BELL_0 = 1.0000001f;

    private static final float BELL_1 = -0.6565691f;
    private static final float BELL_2 = 0.106191106f;
    private static final float BELL_3 = -0.0048072757f;
    private static final float BELL_4 = 0.00039775737f;
    private static final float BELL_5 = -0.0003546671f;

    /// sin(60 degrees x) / x by powers of x^2, within 4e-8 for x up to 1.
    private static final float SINE_0 = 1.0471975f;

    private static final float SINE_1 = -0.19139574f;
    private static final float SINE_2 = 0.010489382f;
    private static final float SINE_3 = -0.00026578127f;

    private final int width;
    private final double[] greyShare;
    private final float[] chroma;
    private final float[] otherChroma;
    private final float[] dot;
    private final float[] cross;
    private final float[] hue;
    private final float[] cosine;
    private final float[] sine;
    private final float[] twiceCosine;
    private final float[] twiceSine;
    private final float[] rotation;
    private final float[] hueWeight;
    private final float[] lightnessTerm;
    final float[] differences;

    ColourDifferences(int width) {
        this.width = width;
        greyShare = new double[width];
        chroma = new float[width];
        otherChroma = new float[width];
        dot = new float[width];
        cross = new float[width];
        hue = new float[width];
        cosine = new float[width];
        sine = new float[width];
        twiceCosine = new float[width];
        twiceSine = new float[width];
        rotation = new float[width];
        hueWeight = new float[width];
        lightnessTerm = new float[width];
        differences = new float[width];
    }

    /// Makes [#differences] of a row of each picture, whose `a` it stretches.
    void set(LabRow one, LabRow other) {
        chromas(one.a, one.b, chroma, width);
        chromas(other.a, other.b, otherChroma, width);
        greyShares(chroma, otherChroma, greyShare, width);
        stretch(one.a, greyShare, width);
        stretch(other.a, greyShare, width);
        chromas(one.a, one.b, chroma, width);
        chromas(other.a, other.b, otherChroma, width);
        products(one.a, one.b, other.a, other.b, dot, cross, width);
        hueDifferences(dot, cross, chroma, otherChroma, hue, width);
        meanHues(one.a, one.b, other.a, other.b, chroma, otherChroma, cosine, sine, width);
        rotations(cosine, sine, rotation, width);
        greyShares(chroma, otherChroma, greyShare, width);
        twice(cosine, sine, twiceCosine, twiceSine, width);
        hueWeights(cosine, sine, twiceCosine, twiceSine, hueWeight, width);
        hueTerms(hueWeight, chroma, otherChroma, hue, width);
        lightnessTerms(one.lightness, other.lightness, lightnessTerm, width);
        total(chroma, otherChroma, greyShare, rotation, lightnessTerm, hue, differences, width);
    }

    private static void chromas(float[] a, float[] b, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = (float) Math.sqrt((double) a[x] * a[x] + (double) b[x] * b[x]);
        }
    }

    /// The square root of c^7 / (c^7 + 25^7) for the mean c of both chromas.
    private static void greyShares(float[] chroma, float[] otherChroma, double[] out, int width) {
        for (int x = 0; x < width; x++) {
            double mean = (chroma[x] + otherChroma[x]) * 0.02;
            double cube = mean * mean * mean;
            double seventh = cube * cube * mean;
            out[x] = Math.sqrt(seventh / (1 + seventh));
        }
    }

    private static void stretch(float[] a, double[] greyShare, int width) {
        for (int x = 0; x < width; x++) {
            a[x] = (float) (a[x] * (1.5 - 0.5 * greyShare[x]));
        }
    }

    private static void products(
            float[] a, float[] b, float[] otherA, float[] otherB, float[] dot, float[] cross, int width) {
        for (int x = 0; x < width; x++) {
            dot[x] = a[x] * otherA[x] + b[x] * otherB[x];
            cross[x] = (float) ((double) a[x] * otherB[x] - (double) b[x] * otherA[x]);
        }
    }

    /// 2 sqrt(c d) sin(h / 2) for chromas c and d and the angle h between them: as sqrt(2) cross / sqrt(c d +
    /// dot) while h is less than 90 degrees, else as sqrt(2 (c d - dot)) with the sign of cross.
    private static void hueDifferences(
            float[] dot, float[] cross, float[] chroma, float[] otherChroma, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            float product = chroma[x] * otherChroma[x];
            float near = SQRT_2 * cross[x] / (float) Math.sqrt(Math.max(product + dot[x], 0f) + TINY);
            float side = Math.signum(cross[x] + TINY);
            float far = side * (float) Math.sqrt(2 * Math.max(product - dot[x], 0f));
            float isFar = 0.5f - 0.5f * Math.signum(dot[x]);
            out[x] = (1 - isFar) * near + isFar * far;
        }
    }

    private static void meanHues(
            float[] a,
            float[] b,
            float[] otherA,
            float[] otherB,
            float[] chroma,
            float[] otherChroma,
            float[] cosine,
            float[] sine,
            int width) {
        for (int x = 0; x < width; x++) {
            float right = a[x] * otherChroma[x] + otherA[x] * chroma[x];
            float up = b[x] * otherChroma[x] + otherB[x] * chroma[x];
            float length = (float) Math.sqrt(right * right + up * up + TINY);
            cosine[x] = right / length;
            sine[x] = up / length;
        }
    }

    /// sin(60 degrees exp(-(angle / 25 degrees)^2)), twice, for the angle to 275 degrees.
    private static void rotations(float[] cosine, float[] sine, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            float away = Math.min(1 - (cosine[x] * COS_275 + sine[x] * SIN_275), FAR);
            float root = BELL_4 + away * BELL_5;
            root = BELL_2 + away * (BELL_3 + away * root);
            out[x] = BELL_0 + away * (BELL_1 + away * root);
        }
        for (int x = 0; x < width; x++) {
            float square = out[x] * out[x];
            float fourth = square * square;
            float eighth = fourth * fourth;
            float bell = eighth * eighth;
            float angle = bell * bell;
            out[x] = 2 * bell * (SINE_0 + angle * (SINE_1 + angle * (SINE_2 + angle * SINE_3)));
        }
    }

    /// What the weight of a hue difference varies by with the hue: 1 - 0.17 cos(h - 30) + 0.24 cos(2 h) + 0.32
    /// cos(3 h + 6) - 0.20 cos(4 h - 63), in degrees.
    private static void hueWeights(
            float[] cosine, float[] sine, float[] twiceCosine, float[] twiceSine, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = 1
                    - 0.17f * (cosine[x] * COS_30 + sine[x] * SIN_30)
                    + 0.24f * twiceCosine[x]
                    - 0.20f
                            * ((twiceCosine[x] * twiceCosine[x] - twiceSine[x] * twiceSine[x]) * COS_63
                                    + 2 * twiceCosine[x] * twiceSine[x] * SIN_63);
        }
        for (int x = 0; x < width; x++) {
            float c = cosine[x];
            float s = sine[x];
            float c3 = c * (4 * c * c - 3);
            float s3 = s * (3 - 4 * s * s);
            out[x] = out[x] + 0.32f * (c3 * COS_6 - s3 * SIN_6);
        }
    }

    /// The cosine and sine of twice the angle.
    private static void twice(float[] cosine, float[] sine, float[] twiceCosine, float[] twiceSine, int width) {
        for (int x = 0; x < width; x++) {
            twiceCosine[x] = cosine[x] * cosine[x] - sine[x] * sine[x];
            twiceSine[x] = 2 * cosine[x] * sine[x];
        }
    }

    private static void hueTerms(float[] weights, float[] chroma, float[] otherChroma, float[] hue, int width) {
        for (int x = 0; x < width; x++) {
            hue[x] = hue[x] / (K_HUE + K_HUE * 0.0075f * (chroma[x] + otherChroma[x]) * weights[x]);
        }
    }

    private static void lightnessTerms(float[] lightness, float[] otherLightness, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            float fromMiddle = (lightness[x] + otherLightness[x]) * 0.5f - 50;
            float square = fromMiddle * fromMiddle;
            float weight = 1 + 0.015f * square / (float) Math.sqrt(20 + square);
            out[x] = (otherLightness[x] - lightness[x]) / (K_LIGHTNESS * weight);
        }
    }

    private static void total(
            float[] chroma,
            float[] otherChroma,
            double[] greyShare,
            float[] rotation,
            float[] lightnessTerm,
            float[] hueTerm,
            float[] out,
            int width) {
        for (int x = 0; x < width; x++) {
            float ofChroma = (otherChroma[x] - chroma[x]) / (1 + 0.0225f * (chroma[x] + otherChroma[x]));
            float ofHue = hueTerm[x];
            float turned = (float) greyShare[x] * rotation[x] * ofChroma * ofHue;
            out[x] = (float)
                    Math.sqrt(lightnessTerm[x] * lightnessTerm[x] + ofChroma * ofChroma + ofHue * ofHue - turned);
        }
    }
}
