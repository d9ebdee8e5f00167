package io.vmaffleet.worker.extract.metric;

/// SSIM's three comparisons at one scale of a pair of pictures, which come row by row: luminance, contrast and
/// structure under a Gaussian window, at every place where the window lies within the picture.
///
/// Z. Wang, A. C. Bovik, H. R. Sheikh and E. P. Simoncelli, "Image quality assessment: from error visibility to
/// structural similarity", IEEE Transactions on Image Processing 13(4), 2004, equations 6, 9 and 10 with K1
/// 0.01, K2 0.03, L 255 and C3 = C2 / 2. Which parts are float and which double, and in which order sums are
/// taken, is as libvmaf has it, so bits are equal.
final class SsimScale {
    private static final float C1 = (0.01f * 255) * (0.01f * 255);
    private static final float C2 = (0.03f * 255) * (0.03f * 255);
    private static final float C3 = C2 / 2;

    private final int width;
    private final int height;
    private final int places;
    private final boolean withLuminance;
    private final GaussianFilter filter;
    private final FilteredRows referenceMean;
    private final FilteredRows distortedMean;
    private final FilteredRows referenceSquare;
    private final FilteredRows distortedSquare;
    private final FilteredRows product;
    private final float[] products;
    private final double[] luminance;
    private final double[] contrast;
    private final float[] structure;
    private int rows;
    private double luminanceSum;
    private double contrastSum;
    private double structureSum;
    private double ssimSum;

    /// @param width of the pictures at this scale, at least 11
    /// @param height at least 11
    /// @param withLuminance whether luminance, and with it SSIM itself, is wanted
    SsimScale(int width, int height, boolean withLuminance) {
        this.width = width;
        this.height = height;
        this.withLuminance = withLuminance;
        places = width - GaussianFilter.TAPS + 1;
        filter = new GaussianFilter(width);
        referenceMean = new FilteredRows();
        distortedMean = new FilteredRows();
        referenceSquare = new FilteredRows();
        distortedSquare = new FilteredRows();
        product = new FilteredRows();
        products = new float[width];
        luminance = new double[places];
        contrast = new double[places];
        structure = new float[places];
    }

    /// Begins a pair.
    void begin() {
        rows = 0;
        luminanceSum = 0;
        contrastSum = 0;
        structureSum = 0;
        ssimSum = 0;
    }

    /// Takes the next row of both pictures, on the scale of 8 bits.
    void take(float[] reference, float[] distorted) {
        referenceMean.add(reference);
        distortedMean.add(distorted);
        referenceSquare.addProduct(reference, reference);
        distortedSquare.addProduct(distorted, distorted);
        product.addProduct(reference, distorted);
        rows++;
        if (rows >= GaussianFilter.TAPS) {
            compare();
        }
    }

    private void compare() {
        float[] mean = referenceMean.window();
        float[] otherMean = distortedMean.window();
        float[] variance = referenceSquare.window();
        float[] otherVariance = distortedSquare.window();
        float[] covariance = product.window();
        toVariance(variance, mean, places);
        toVariance(otherVariance, otherMean, places);
        toCovariance(covariance, mean, otherMean, places);
        deviations(variance, otherVariance, structure, places);
        contrast(variance, otherVariance, structure, contrast, places);
        structure(covariance, structure, places);
        if (withLuminance) {
            luminance(mean, otherMean, luminance, places);
            addAll();
        } else {
            add();
        }
    }

    private static void toVariance(float[] square, float[] mean, int places) {
        for (int x = 0; x < places; x++) {
            square[x] = Math.max(0f, square[x] - mean[x] * mean[x]);
        }
    }

    private static void toCovariance(float[] product, float[] mean, float[] otherMean, int places) {
        for (int x = 0; x < places; x++) {
            product[x] = product[x] - mean[x] * otherMean[x];
        }
    }

    /// The product of both standard deviations.
    private static void deviations(float[] variance, float[] otherVariance, float[] out, int places) {
        for (int x = 0; x < places; x++) {
            out[x] = (float) Math.sqrt(variance[x] * otherVariance[x]);
        }
    }

    private static void contrast(
            float[] variance, float[] otherVariance, float[] deviations, double[] out, int places) {
        for (int x = 0; x < places; x++) {
            out[x] = (2.0 * deviations[x] + C2) / (variance[x] + otherVariance[x] + C2);
        }
    }

    /// @param deviations in their place the structure comes
    private static void structure(float[] covariance, float[] deviations, int places) {
        for (int x = 0; x < places; x++) {
            // where nothing deviates the covariance is rounding, which must not count when it is negative
            float least = Math.signum(deviations[x]) * -1e30f;
            deviations[x] = (Math.max(covariance[x], least) + C3) / (deviations[x] + C3);
        }
    }

    private static void luminance(float[] mean, float[] otherMean, double[] out, int places) {
        for (int x = 0; x < places; x++) {
            out[x] = (2.0 * mean[x] * otherMean[x] + C1) / (mean[x] * mean[x] + otherMean[x] * otherMean[x] + C1);
        }
    }

    private void add() {
        double contrasts = contrastSum;
        double structures = structureSum;
        for (int x = 0; x < places; x++) {
            contrasts += contrast[x];
            structures += structure[x];
        }
        contrastSum = contrasts;
        structureSum = structures;
    }

    private void addAll() {
        add();
        double luminances = luminanceSum;
        double all = ssimSum;
        for (int x = 0; x < places; x++) {
            luminances += luminance[x];
            all += luminance[x] * contrast[x] * structure[x];
        }
        luminanceSum = luminances;
        ssimSum = all;
    }

    float meanLuminance() {
        return mean(luminanceSum);
    }

    float meanContrast() {
        return mean(contrastSum);
    }

    /// Negative where pictures are each other's negatives.
    float meanStructure() {
        return mean(structureSum);
    }

    float meanSsim() {
        return mean(ssimSum);
    }

    private float mean(double sum) {
        if (rows != height) {
            throw new IllegalStateException(rows + " rows of a picture of " + height);
        }
        return (float) (sum / ((double) places * (height - GaussianFilter.TAPS + 1)));
    }

    /// One quantity, filtered along the rows that came last.
    private final class FilteredRows {
        private final float[][] filtered = new float[GaussianFilter.TAPS][places];
        private final float[] down = new float[places];

        void add(float[] row) {
            // the uppermost makes room for the newest
            float[] oldest = filtered[0];
            System.arraycopy(filtered, 1, filtered, 0, GaussianFilter.TAPS - 1);
            filtered[GaussianFilter.TAPS - 1] = oldest;
            filter.alongRow(row, oldest, width);
        }

        void addProduct(float[] one, float[] other) {
            multiply(one, other, products, width);
            add(products);
        }

        /// Filtered down the columns too; valid until the next call.
        float[] window() {
            filter.downColumns(filtered, down, places);
            return down;
        }
    }

    private static void multiply(float[] one, float[] other, float[] out, int width) {
        for (int x = 0; x < width; x++) {
            out[x] = one[x] * other[x];
        }
    }
}
