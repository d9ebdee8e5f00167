package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;

/// PSNR-HVS-M's mean error of one plane: what differs between the cosine transforms of blocks of 8 by 8
/// samples, 7 apart, less what the block's own contrast masks, weighed by the eye's sensitivity.
///
/// All blocks of a row of blocks are measured side by side. Which parts are float, and in which order they are
/// added up, is as libvmaf has it, so bits are equal.
final class HvsPlane {
    private static final int SIDE = BlockDct.SIDE;
    private static final int COEFFICIENTS = SIDE * SIDE;
    private static final int STEP = 7;
    private static final int QUADRANTS = 4;
    private static final float SAMPLES_OF_BLOCK = 64;
    private static final float SAMPLES_OF_QUADRANT = 16;
    private static final float BLOCK_VARIANCE = 1 / 63f * 64;
    private static final float QUADRANT_VARIANCE = 1 / 15f * 16;

    /// What makes the sensitivity, squared, a masking weight.
    private static final double MASKING = 0.3885746225901003;

    private final int plane;
    private final int width;
    private final int height;
    private final int blocks;
    private final int largest;
    private final PlaneRows rows;
    private final int[] row;
    private final float[] sensitivity;
    private final float[] masking = new float[COEFFICIENTS];
    private final float[] threshold = new float[COEFFICIENTS];
    private final Side reference;
    private final Side distorted;
    private final float[] mask;
    private final float[][] errors;

    /// @param rows of the frames
    /// @param plane 0, 1 or 2
    /// @param width of the plane
    /// @param height of the plane
    /// @param sensitivity of the eye to each of 64 coefficients
    HvsPlane(PlaneRows rows, int plane, int width, int height, int bitDepth, float[] sensitivity) {
        this.plane = plane;
        this.width = width;
        this.height = height;
        this.sensitivity = sensitivity;
        blocks = Math.max(0, (width - 1) / STEP);
        largest = (1 << bitDepth) - 1;
        this.rows = rows;
        row = new int[width];
        // the mean is neither masked nor does it mask
        threshold[0] = Float.POSITIVE_INFINITY;
        for (int i = 1; i < COEFFICIENTS; i++) {
            masking[i] = (float) (sensitivity[i] * MASKING * (sensitivity[i] * MASKING));
            threshold[i] = masking[i];
        }
        reference = new Side();
        distorted = new Side();
        mask = new float[blocks];
        errors = new float[COEFFICIENTS][blocks];
    }

    /// The mean error, of squares of samples whose largest value is 1; NaN where no block has room.
    float error(VideoFrame referenceFrame, VideoFrame distortedFrame) {
        float sum = 0;
        int measured = 0;
        for (int y = 0; y < height - STEP; y += STEP) {
            reference.measure(referenceFrame, y);
            distorted.measure(distortedFrame, y);
            larger(reference.mask, distorted.mask, mask, blocks);
            for (int i = 0; i < COEFFICIENTS; i++) {
                weigh(
                        reference.samples[i],
                        distorted.samples[i],
                        mask,
                        threshold[i],
                        sensitivity[i],
                        errors[i],
                        blocks);
            }
            sum = add(sum);
            measured += COEFFICIENTS * blocks;
        }
        return sum / measured / (largest * largest);
    }

    private float add(float before) {
        float sum = before;
        for (int block = 0; block < blocks; block++) {
            for (float[] ofCoefficient : errors) {
                sum += ofCoefficient[block];
            }
        }
        return sum;
    }

    private static void larger(float[] a, float[] b, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = Math.max(a[i], b[i]);
        }
    }

    private static void weigh(int[] a, int[] b, float[] mask, float threshold, float weight, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            float seen = Math.max(Math.abs((float) (a[i] - b[i])) - mask[i] / threshold, 0f) * weight;
            out[i] = seen * seen;
        }
    }

    /// A row of blocks of one of both pictures.
    private final class Side {
        private final int[][] samples = new int[COEFFICIENTS][blocks];
        private final int[][] sums = new int[QUADRANTS][blocks];
        private final float[] mean = new float[blocks];
        private final float[] variance = new float[blocks];
        private final float[] quadrantVariances = new float[blocks];
        private final float[][] quadrantVariance = new float[QUADRANTS][blocks];
        private final float[] contrast = new float[blocks];
        private final float[] mask = new float[blocks];
        private final BlockDct transform = new BlockDct(blocks);

        /// Leaves coefficients and mask.
        void measure(VideoFrame frame, int y) {
            for (int i = 0; i < SIDE; i++) {
                rows.read(frame, plane, y + i, row, width);
                for (int j = 0; j < SIDE; j++) {
                    pick(row, j, samples[SIDE * i + j], blocks);
                }
            }
            measureContrast();
            transform.transform(samples);
            measureMask();
        }

        /// How the quadrants' variances compare to the whole block's.
        private void measureContrast() {
            for (int quadrant = 0; quadrant < QUADRANTS; quadrant++) {
                zero(sums[quadrant], blocks);
                for (int i = 0; i < SIDE / 2; i++) {
                    int at = firstOf(quadrant, i);
                    addFour(samples[at], samples[at + 1], samples[at + 2], samples[at + 3], sums[quadrant], blocks);
                }
            }
            meanOfFour(sums[0], sums[1], sums[2], sums[3], mean, blocks);
            zero(variance, blocks);
            for (int[] sample : samples) {
                deviate(sample, mean, variance, blocks);
            }
            for (int quadrant = 0; quadrant < QUADRANTS; quadrant++) {
                float[] own = quadrantVariance[quadrant];
                quadrantMean(sums[quadrant], mean, blocks);
                zero(own, blocks);
                for (int i = 0; i < SIDE / 2; i++) {
                    int at = firstOf(quadrant, i);
                    for (int j = 0; j < SIDE / 2; j++) {
                        deviate(samples[at + j], mean, own, blocks);
                    }
                }
            }
            float[] first = quadrantVariance[0];
            unbias(first, quadrantVariance[1], quadrantVariance[2], quadrantVariance[3], quadrantVariances, blocks);
            compare(quadrantVariances, variance, contrast, blocks);
        }

        private static int firstOf(int quadrant, int row) {
            return (quadrant % 2 * 4 + row) * SIDE + quadrant / 2 * 4;
        }

        private void measureMask() {
            zero(mask, blocks);
            for (int i = 0; i < COEFFICIENTS; i += 4) {
                addEnergy(
                        samples[i],
                        samples[i + 1],
                        samples[i + 2],
                        samples[i + 3],
                        masking[i],
                        masking[i + 1],
                        masking[i + 2],
                        masking[i + 3],
                        mask,
                        blocks);
            }
            toMask(mask, contrast, blocks);
        }
    }

    private static void pick(int[] row, int from, int[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = row[STEP * i + from];
        }
    }

    private static void zero(int[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = 0;
        }
    }

    private static void zero(float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = 0;
        }
    }

    private static void addFour(int[] a, int[] b, int[] c, int[] d, int[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = sum[i] + a[i] + b[i] + c[i] + d[i];
        }
    }

    private static void meanOfFour(int[] a, int[] b, int[] c, int[] d, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = (a[i] + b[i] + c[i] + d[i]) / SAMPLES_OF_BLOCK;
        }
    }

    private static void quadrantMean(int[] sum, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = sum[i] / SAMPLES_OF_QUADRANT;
        }
    }

    private static void deviate(int[] samples, float[] mean, float[] sum, int count) {
        for (int i = 0; i < count; i++) {
            float off = samples[i] - mean[i];
            sum[i] = sum[i] + off * off;
        }
    }

    private static void unbias(float[] a, float[] b, float[] c, float[] d, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            out[i] = a[i] * QUADRANT_VARIANCE
                    + b[i] * QUADRANT_VARIANCE
                    + c[i] * QUADRANT_VARIANCE
                    + d[i] * QUADRANT_VARIANCE;
        }
    }

    private static void compare(float[] quadrants, float[] variance, float[] out, int count) {
        for (int i = 0; i < count; i++) {
            // 0 of a block of one value
            out[i] = quadrants[i] / Math.max(variance[i] * BLOCK_VARIANCE, Float.MIN_NORMAL);
        }
    }

    private static void addEnergy(
            int[] a, int[] b, int[] c, int[] d, float k, float l, float m, float n, float[] sum, int count) {
        for (int i = 0; i < count; i++) {
            sum[i] = sum[i] + a[i] * a[i] * k + b[i] * b[i] * l + c[i] * c[i] * m + d[i] * d[i] * n;
        }
    }

    private static void toMask(float[] energy, float[] contrast, int count) {
        for (int i = 0; i < count; i++) {
            energy[i] = (float) Math.sqrt(energy[i] * contrast[i]) / 32f;
        }
    }
}
