package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.libvmaf.Libm;

/// Multi-scale SSIM of the luma: contrast and structure at five scales, each half the one before, and luminance
/// at the last, each mean to the power of the scale's weight, multiplied.
///
/// Z. Wang, E. P. Simoncelli and A. C. Bovik, "Multi-scale structural similarity for image quality assessment",
/// Asilomar Conference on Signals, Systems and Computers, 2003, equation 7. A ratio, at most 1, which equal
/// pictures have but for rounding; NaN where a mean of structure is negative (pictures that are each other's
/// negatives). The bits are those of libvmaf's `float_ms_ssim`.
final class MsSsim implements FrameMetric {
    /// Smaller pictures have no place for the window at the last scale.
    private static final int SMALLEST_SIDE = 176;

    private static final int SCALES = 5;
    private static final float[] WEIGHTS = {0.0448f, 0.2856f, 0.3001f, 0.2363f, 0.1333f};

    private final int width;
    private final int height;
    private final PlaneRows rows;
    private final float[] referenceRow;
    private final float[] distortedRow;
    private final SsimScale[] scales = new SsimScale[SCALES];
    private final Halving[] references = new Halving[SCALES - 1];
    private final Halving[] distorted = new Halving[SCALES - 1];

    MsSsim(int width, int height, int bitDepth) {
        if (Math.min(width, height) < SMALLEST_SIDE) {
            throw new IllegalArgumentException("MS-SSIM of pictures of " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        rows = new PlaneRows(width, bitDepth);
        referenceRow = new float[width];
        distortedRow = new float[width];
        int scaleWidth = width;
        int scaleHeight = height;
        for (int scale = 0; scale < SCALES; scale++) {
            boolean last = scale + 1 == SCALES;
            scales[scale] = new SsimScale(scaleWidth, scaleHeight, last);
            if (!last) {
                references[scale] = new Halving(scaleWidth, scaleHeight);
                distorted[scale] = new Halving(scaleWidth, scaleHeight);
                scaleWidth = references[scale].halfWidth();
                scaleHeight = references[scale].halfHeight();
            }
        }
    }

    @Override
    public double score(VideoFrame referenceFrame, VideoFrame distortedFrame) {
        begin();
        for (int y = 0; y < height; y++) {
            rows.readLuma(referenceFrame, y, referenceRow, width);
            rows.readLuma(distortedFrame, y, distortedRow, width);
            take(0, referenceRow, distortedRow);
        }
        return product();
    }

    private void begin() {
        for (int scale = 0; scale < SCALES; scale++) {
            scales[scale].begin();
            if (scale + 1 < SCALES) {
                references[scale].begin();
                distorted[scale].begin();
            }
        }
    }

    private void take(int scale, float[] reference, float[] other) {
        scales[scale].take(reference, other);
        if (scale + 1 < SCALES) {
            references[scale].take(reference);
            distorted[scale].take(other);
            while (references[scale].hasNext()) {
                take(scale + 1, references[scale].next(), distorted[scale].next());
            }
        }
    }

    private double product() {
        double product = 1;
        for (int scale = 0; scale < SCALES; scale++) {
            double weight = WEIGHTS[scale];
            double luminance = scale + 1 < SCALES ? 1 : Libm.pow(scales[scale].meanLuminance(), weight);
            product *= luminance
                    * Libm.pow(scales[scale].meanContrast(), weight)
                    * Libm.pow(scales[scale].meanStructure(), weight);
        }
        return product;
    }
}
