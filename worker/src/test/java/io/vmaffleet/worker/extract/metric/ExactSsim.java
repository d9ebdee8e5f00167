package io.vmaffleet.worker.extract.metric;

/// SSIM and MS-SSIM in double, from the formulas: slow, and as plain as they can be. The filters are libvmaf's, as
/// numbers.
final class ExactSsim {
    private static final double[] GAUSSIAN = {
        0.001028, 0.007599, 0.036001, 0.109361, 0.213006, 0.266012, 0.213006, 0.109361, 0.036001, 0.007599, 0.001028
    };

    /// What libvmaf's filter of 9 by 9 taps is the product of, by five digits.
    private static final double[] LOW_PASS = {
        0.026727, -0.016828, -0.078201, 0.266846, 0.602914, 0.266846, -0.078201, -0.016828, 0.026727
    };

    private static final double[] WEIGHTS = {0.0448, 0.2856, 0.3001, 0.2363, 0.1333};
    private static final double C1 = 0.01 * 255 * 0.01 * 255;
    private static final double C2 = 0.03 * 255 * 0.03 * 255;

    private ExactSsim() {}

    static double ssim(DrawnFrame reference, DrawnFrame distorted) {
        int factor = Math.max(1, Math.round(Math.min(reference.width(), reference.height()) / 256f));
        return means(boxed(luma(reference), factor), boxed(luma(distorted), factor))[3];
    }

    static double msSsim(DrawnFrame reference, DrawnFrame distorted) {
        double[][] one = luma(reference);
        double[][] other = luma(distorted);
        double product = 1;
        for (int scale = 0; scale < WEIGHTS.length; scale++) {
            double[] means = means(one, other);
            product *= Math.pow(means[1], WEIGHTS[scale]) * Math.pow(means[2], WEIGHTS[scale]);
            if (scale + 1 == WEIGHTS.length) {
                product *= Math.pow(means[0], WEIGHTS[scale]);
            }
            one = halved(one);
            other = halved(other);
        }
        return product;
    }

    private static double[][] luma(DrawnFrame frame) {
        double[][] luma = new double[frame.height()][frame.width()];
        for (int y = 0; y < frame.height(); y++) {
            for (int x = 0; x < frame.width(); x++) {
                luma[y][x] = frame.sample(0, x, y) / (double) (1 << (frame.bitDepth() - 8));
            }
        }
        return luma;
    }

    /// The means of luminance, contrast, structure and their product.
    private static double[] means(double[][] one, double[][] other) {
        int taps = GAUSSIAN.length;
        double[] sums = new double[4];
        int places = 0;
        for (int y = 0; y + taps <= one.length; y++) {
            for (int x = 0; x + taps <= one[0].length; x++) {
                double[] moments = moments(one, other, x, y);
                double deviation = Math.sqrt(Math.max(0, moments[2]) * Math.max(0, moments[3]));
                double luminance =
                        (2 * moments[0] * moments[1] + C1) / (moments[0] * moments[0] + moments[1] * moments[1] + C1);
                double contrast = (2 * deviation + C2) / (moments[2] + moments[3] + C2);
                double structure = (moments[4] + C2 / 2) / (deviation + C2 / 2);
                sums[0] += luminance;
                sums[1] += contrast;
                sums[2] += structure;
                sums[3] += luminance * contrast * structure;
                places++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= places;
        }
        return sums;
    }

    /// Both means, both variances and the covariance under the window at a place.
    private static double[] moments(double[][] one, double[][] other, int x, int y) {
        double[] moments = new double[5];
        for (int v = 0; v < GAUSSIAN.length; v++) {
            for (int u = 0; u < GAUSSIAN.length; u++) {
                double weight = GAUSSIAN[v] * GAUSSIAN[u];
                double a = one[y + v][x + u];
                double b = other[y + v][x + u];
                moments[0] += weight * a;
                moments[1] += weight * b;
                moments[2] += weight * a * a;
                moments[3] += weight * b * b;
                moments[4] += weight * a * b;
            }
        }
        moments[2] -= moments[0] * moments[0];
        moments[3] -= moments[1] * moments[1];
        moments[4] -= moments[0] * moments[1];
        return moments;
    }

    private static double[][] boxed(double[][] picture, int factor) {
        if (factor == 1) {
            return picture;
        }
        int height = picture.length / factor + picture.length % 2;
        int width = picture[0].length / factor + picture[0].length % 2;
        double[][] boxed = new double[height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int v = 0; v < factor; v++) {
                    for (int u = 0; u < factor; u++) {
                        boxed[y][x] += at(picture, x * factor + u - factor / 2, y * factor + v - factor / 2)
                                / (factor * factor);
                    }
                }
            }
        }
        return boxed;
    }

    private static double[][] halved(double[][] picture) {
        double[][] halved = new double[(picture.length + 1) / 2][(picture[0].length + 1) / 2];
        for (int y = 0; y < halved.length; y++) {
            for (int x = 0; x < halved[0].length; x++) {
                for (int v = 0; v < LOW_PASS.length; v++) {
                    for (int u = 0; u < LOW_PASS.length; u++) {
                        halved[y][x] += LOW_PASS[v] * LOW_PASS[u] * at(picture, 2 * x + u - 4, 2 * y + v - 4);
                    }
                }
            }
        }
        return halved;
    }

    /// A sample, mirrored where it lies beyond the border.
    private static double at(double[][] picture, int x, int y) {
        return picture[mirrored(y, picture.length)][mirrored(x, picture[0].length)];
    }

    private static int mirrored(int place, int size) {
        int inside = place < 0 ? -1 - place : place;
        return inside < size ? inside : 2 * size - 1 - inside;
    }
}
