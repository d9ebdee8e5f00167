package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;
import java.util.Arrays;

/// CIEDE2000 of whole frames, as libvmaf's ciede has it: 45 - 20 log10 of the pixels' mean difference, chroma
/// repeated for two by two pixels, see [LabRow] and [ColourDifferences].
///
/// In dB: about 15 for strong distortion, above 45 where nobody sees a difference; NaN, which libvmaf gives as
/// infinite, for pictures that are equal to the bit. Computed by additions, multiplications, divisions and
/// square roots alone, so that it is the same bits on every CPU. Within 1e-5 of libvmaf where many pixels
/// differ; up to 0.03 where the whole difference is one of two colours, by libvmaf's rounding of hues to float.
/// Where both round the response to light, the formula in double is up to 2.3e-5 away; within 2e-5 of it but
/// for that. G. Sharma, W. Wu and E. N. Dalal's formula, see [ColourDifferences]. Of pictures of an odd size
/// libvmaf takes the last column's and row's chroma from beyond its planes; here it is the picture's own.
final class Ciede2000 implements FrameMetric {
    private final int width;
    private final int height;
    private final PlaneRows rows;
    private final float[] luma;
    private final float[] cb;
    private final float[] cr;
    private final LabRow reference;
    private final LabRow distorted;
    private final ColourDifferences differences;
    private final double[] columns;

    Ciede2000(int width, int height, int bitDepth) {
        this.width = width;
        this.height = height;
        rows = new PlaneRows(width, bitDepth);
        luma = new float[width];
        cb = new float[(width + 1) / 2];
        cr = new float[(width + 1) / 2];
        reference = new LabRow(width, bitDepth);
        distorted = new LabRow(width, bitDepth);
        differences = new ColourDifferences(width);
        columns = new double[width];
    }

    @Override
    public double score(VideoFrame referenceFrame, VideoFrame distortedFrame) {
        Arrays.fill(columns, 0);
        for (int y = 0; y < height; y++) {
            read(referenceFrame, y, reference);
            read(distortedFrame, y, distorted);
            differences.set(reference, distorted);
            add(differences.differences, columns, width);
        }
        double sum = 0;
        for (double column : columns) {
            sum += column;
        }
        double score = 45 - 20 * StrictMath.log10(sum / ((double) width * height));
        return Double.isFinite(score) ? score : Double.NaN;
    }

    private void read(VideoFrame frame, int y, LabRow row) {
        if (y % 2 == 0) {
            rows.read(frame, 1, y / 2, cb, cb.length);
            rows.read(frame, 2, y / 2, cr, cr.length);
            row.setChroma(cb, cr);
        }
        rows.readSplit(frame, 0, y, luma, width);
        row.set(luma);
    }

    private static void add(float[] differences, double[] columns, int width) {
        for (int x = 0; x < width; x++) {
            columns[x] += differences[x];
        }
    }
}
