package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;
import java.util.Arrays;

/// Reduces the luma of a frame by a whole factor, each sample the mean of a box of as many samples a side.
///
/// As libvmaf does it, box and size included: the box of an even factor begins half of it to the left and
/// above, and an odd size adds a sample more than the quotient. What is added up are floats of at most 42 bits
/// below the largest, so sums in double are exact in any order.
final class BoxReduction {
    private final int width;
    private final int height;
    private final int factor;
    private final int reducedWidth;
    private final int reducedHeight;
    private final float weight;
    private final PlaneRows rows;
    private final float[] row;
    private final int before;
    /// Sums of columns, with those that lie beyond the borders.
    private final double[] columns;
    private final float[] reduced;

    /// @param factor at least 1, which leaves samples as they are
    BoxReduction(int width, int height, int bitDepth, int factor) {
        this.width = width;
        this.height = height;
        this.factor = factor;
        reducedWidth = factor == 1 ? width : width / factor + (width & 1);
        reducedHeight = factor == 1 ? height : height / factor + (height & 1);
        weight = 1f / (factor * factor);
        rows = new PlaneRows(width, bitDepth);
        row = new float[width];
        before = factor / 2;
        columns = new double[before + width + factor];
        reduced = new float[reducedWidth];
    }

    int reducedWidth() {
        return reducedWidth;
    }

    int reducedHeight() {
        return reducedHeight;
    }

    /// A row of the reduced picture, on the scale of 8 bits, valid until the next call.
    float[] row(VideoFrame frame, int y) {
        if (factor == 1) {
            rows.readLuma(frame, y, row, width);
            return row;
        }
        Arrays.fill(columns, 0);
        for (int i = 0; i < factor; i++) {
            rows.readLuma(frame, Borders.mirrored(y * factor + i - before, height), row, width);
            addWeighed(row, weight, columns, before, width);
        }
        for (int x = 0; x < before; x++) {
            columns[x] = columns[before + Borders.mirrored(x - before, width)];
        }
        for (int x = width; x < width + factor; x++) {
            columns[before + x] = columns[before + Borders.mirrored(x, width)];
        }
        addBoxes(columns, factor, reduced, reducedWidth);
        return reduced;
    }

    private static void addWeighed(float[] row, float weight, double[] columns, int at, int width) {
        for (int x = 0; x < width; x++) {
            columns[x + at] += row[x] * weight;
        }
    }

    private static void addBoxes(double[] columns, int factor, float[] out, int count) {
        for (int x = 0; x < count; x++) {
            double sum = 0;
            for (int i = 0; i < factor; i++) {
                sum += columns[x * factor + i];
            }
            out[x] = (float) sum;
        }
    }
}
