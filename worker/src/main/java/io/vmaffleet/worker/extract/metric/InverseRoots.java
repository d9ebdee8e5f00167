package io.vmaffleet.worker.extract.metric;

/// Inverse roots of rows of numbers by additions, multiplications and square roots alone, so that they are the
/// same bits on every CPU and C2 makes vectors of the loops: a polynomial's guess, mended twice by three terms
/// of the binomial series of what it is off, in float and then in double.
final class InverseRoots {
    private static final double THIRD = 1 / 3.0;
    private static final double TWO_NINTHS = 2 / 9.0;
    private static final double FIFTH = 1 / 5.0;
    private static final double THREE_25THS = 3 / 25.0;

    private final float[] rounded;
    private final float[] guesses;

    /// @param count of the longest row
    InverseRoots(int count) {
        rounded = new float[count];
        guesses = new float[count];
    }

    /// Puts 1 / cube root out, within 1e-9 of it relatively.
    ///
    /// @param values between 216/24389 and 7.5
    void cube(double[] values, double[] out, int count) {
        round(values, rounded, count);
        guessCube(rounded, guesses, count);
        mendCube(rounded, guesses, count);
        mendCube(values, guesses, out, count);
    }

    private static void round(double[] from, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = (float) from[i];
        }
    }

    private static void guessCube(float[] values, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            float root = (float) Math.sqrt(values[i]);
            float upper = 72.16925f + root * (-30.082325f + root * (6.605137f + root * -0.59318715f));
            float middle = 75.32791f + root * (-97.95655f + root * upper);
            out[i] = 6.9920554f + root * (-31.43771f + root * middle);
        }
    }

    private static void mendCube(float[] values, float[] roots, int count) {
        for (int i = 0; i < count; i++) {
            float root = roots[i];
            float error = 1 - values[i] * (root * root * root);
            roots[i] = root + root * error * ((float) THIRD + (float) TWO_NINTHS * error);
        }
    }

    private static void mendCube(double[] values, float[] roots, double[] out, int count) {
        for (int i = 0; i < count; i++) {
            double root = roots[i];
            double error = 1 - values[i] * (root * root * root);
            out[i] = root + root * error * (THIRD + TWO_NINTHS * error);
        }
    }

    /// Puts 1 / fifth root out, within 1e-9 of it relatively.
    ///
    /// @param values between 0.0892 and 2.26
    void fifth(double[] values, double[] out, int count) {
        round(values, rounded, count);
        guessFifth(rounded, guesses, count);
        mendFifth(rounded, guesses, count);
        mendFifth(values, guesses, out, count);
    }

    private static void guessFifth(float[] values, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            float value = values[i];
            float upper = 2.5202715f + value * (-1.2766323f + value * 0.23106034f);
            out[i] = 1.7667961f + value * (-2.2401214f + value * upper);
        }
    }

    private static void mendFifth(float[] values, float[] roots, int count) {
        for (int i = 0; i < count; i++) {
            float root = roots[i];
            float square = root * root;
            float error = 1 - values[i] * root * (square * square);
            roots[i] = root + root * error * ((float) FIFTH + (float) THREE_25THS * error);
        }
    }

    private static void mendFifth(double[] values, float[] roots, double[] out, int count) {
        for (int i = 0; i < count; i++) {
            double root = roots[i];
            double square = root * root;
            double error = 1 - values[i] * root * (square * square);
            out[i] = root + root * error * (FIFTH + THREE_25THS * error);
        }
    }
}
