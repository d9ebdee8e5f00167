package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.LumaSignals;
import io.vmaffleet.worker.decode.VideoFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// Measures what the luma of a clip's frames looks like, in whole numbers as far as they go. Used by one thread.
final class LumaMeter {
    /// How many frames of a clip count, spread evenly from its first to its last.
    private static final int FRAMES = 8;

    /// What makes a median absolute deviation a standard deviation, for normal noise.
    private static final double NORMAL = 1.4826;

    private final List<LumaSignals> frames = new ArrayList<>();

    /// Takes the clip's next frame.
    void take(VideoFrame frame) {
        frames.add(new Frame(frame).signals());
    }

    /// The means over the frames that count, which are known only when all have come.
    ///
    /// @throws IllegalStateException if none has
    LumaSignals signals() {
        if (frames.isEmpty()) {
            throw new IllegalStateException("the luma of no frames");
        }
        return new LumaSignals(
                mean(LumaSignals::std),
                mean(LumaSignals::laplacianVariance),
                mean(LumaSignals::highFrequency),
                mean(LumaSignals::laplacianMad));
    }

    private double mean(ToDoubleFunction<LumaSignals> signal) {
        int count = Math.min(FRAMES, frames.size());
        double sum = 0;
        for (int i = 0; i < count; i++) {
            int frame = count == 1 ? 0 : (int) ((long) i * (frames.size() - 1) / (count - 1));
            sum += signal.applyAsDouble(frames.get(frame));
        }
        return sum / count;
    }

    /// One frame, gone through once by three rows at a time.
    private static final class Frame {
        private final VideoFrame frame;
        private final int width;
        private final int height;
        private final int largest;
        private final byte[] samples;

        /// How often each Laplacian is there, the smallest possible one first.
        private final long[] laplacians;

        private long sum;
        private long squares;
        private long toTheRight;
        private long downwards;

        Frame(VideoFrame frame) {
            this.frame = frame;
            this.width = frame.width();
            this.height = frame.height();
            this.largest = (1 << frame.bitDepth()) - 1;
            this.samples = new byte[2 * width];
            this.laplacians = new long[8 * largest + 1];
        }

        LumaSignals signals() {
            int[] above = new int[width];
            int[] row = new int[width];
            int[] below = new int[width];
            read(0, below);
            for (int y = 0; y < height; y++) {
                int[] free = above;
                above = row;
                row = below;
                below = free;
                if (y + 1 < height) {
                    read(y + 1, below);
                }
                count(row);
                if (y + 1 < height) {
                    countDownwards(row, below);
                }
                if (y > 0 && y + 1 < height) {
                    countLaplacians(above, row, below);
                }
            }
            return new LumaSignals(std(), laplacianVariance(), highFrequency(), laplacianMad());
        }

        private void read(int y, int[] into) {
            frame.copyRow(0, y, samples);
            if (largest > 255) {
                for (int x = 0; x < width; x++) {
                    into[x] = (samples[2 * x] & 0xff) | (samples[2 * x + 1] & 0xff) << 8;
                }
            } else {
                for (int x = 0; x < width; x++) {
                    into[x] = samples[x] & 0xff;
                }
            }
        }

        private void count(int[] row) {
            for (int x = 0; x < width; x++) {
                sum += row[x];
                squares += (long) row[x] * row[x];
            }
            for (int x = 0; x + 1 < width; x++) {
                toTheRight += Math.abs(row[x + 1] - row[x]);
            }
        }

        private void countDownwards(int[] row, int[] below) {
            for (int x = 0; x < width; x++) {
                downwards += Math.abs(below[x] - row[x]);
            }
        }

        private void countLaplacians(int[] above, int[] row, int[] below) {
            for (int x = 1; x + 1 < width; x++) {
                int laplacian = above[x] + below[x] + row[x - 1] + row[x + 1] - 4 * row[x];
                laplacians[laplacian + 4 * largest]++;
            }
        }

        private double std() {
            return Math.sqrt(variance(sum, squares, (long) width * height)) / largest;
        }

        private double laplacianVariance() {
            long total = 0;
            long ofSquares = 0;
            for (int i = 0; i < laplacians.length; i++) {
                long value = i - 4L * largest;
                total += value * laplacians[i];
                ofSquares += value * value * laplacians[i];
            }
            return variance(total, ofSquares, Arrays.stream(laplacians).sum()) / ((double) largest * largest);
        }

        private double highFrequency() {
            double ofRight = toTheRight / ((double) (width - 1) * height);
            double ofDown = downwards / ((double) width * (height - 1));
            return (ofRight + ofDown) / 2 / largest;
        }

        private double laplacianMad() {
            // twice the median, which may lie half way between two values
            long median = medianTwice(laplacians) - 8L * largest;
            long[] deviations = new long[16 * largest + 1];
            for (int i = 0; i < laplacians.length; i++) {
                deviations[(int) Math.abs(2 * (i - 4L * largest) - median)] += laplacians[i];
            }
            return NORMAL * medianTwice(deviations) / 4 / largest;
        }

        private static double variance(long sum, long squares, long count) {
            double mean = (double) sum / count;
            return Math.max(0, (double) squares / count - mean * mean);
        }

        /// The sum of the two values in the middle, of values that are indices and so many of each.
        private static long medianTwice(long[] counts) {
            long total = Arrays.stream(counts).sum();
            return valueAt(counts, (total - 1) / 2) + valueAt(counts, total / 2);
        }

        private static long valueAt(long[] counts, long place) {
            long before = 0;
            for (int value = 0; value < counts.length; value++) {
                before += counts[value];
                if (before > place) {
                    return value;
                }
            }
            throw new IllegalStateException("a median of nothing");
        }
    }
}
