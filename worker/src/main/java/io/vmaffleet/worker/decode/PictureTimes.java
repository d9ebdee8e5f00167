package io.vmaffleet.worker.decode;

import java.util.Arrays;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;

/// When the frames of a clip are shown, by its packets. Times are NaN where the stream does not tell them.
///
/// @param frames that are shown; those that an edit list cuts off are not counted
/// @param seconds from the first frame to the end of the last one
/// @param rate frames a second from the first frame to the last one
/// @param shortest seconds from one frame to the next
/// @param longest seconds from one frame to the next
/// @param isVariable whether frames are shown for unequal times, beyond what rounding to ticks and a tenth of a frame
///     explain
public record PictureTimes(
        long frames, double seconds, double rate, double shortest, double longest, boolean isVariable) {
    /// Clocks of cameras are not exact; a frame that is missing doubles an interval.
    private static final double UNEVEN = 0.1;

    /// @param shown when each frame is shown, in ticks, in any order; it is sorted
    /// @param lastTicks how long the last one is shown, 0 when that is not said
    static PictureTimes of(long[] shown, long lastTicks, Tick tick) {
        Arrays.sort(shown);
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (int i = 1; i < shown.length; i++) {
            shortest = Math.min(shortest, shown[i] - shown[i - 1]);
            longest = Math.max(longest, shown[i] - shown[i - 1]);
        }
        double second = (double) tick.denominator() / tick.numerator();
        if (shown.length < 2 || longest == 0) {
            return new PictureTimes(
                    shown.length,
                    lastTicks > 0 ? lastTicks / second : Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    false);
        }
        long span = shown[shown.length - 1] - shown[0];
        double mean = (double) span / (shown.length - 1);
        return new PictureTimes(
                shown.length,
                (span + (lastTicks > 0 ? lastTicks : mean)) / second,
                second / mean,
                shortest / second,
                longest / second,
                longest - shortest > Math.max(1, UNEVEN * mean));
    }

    /// Takes the packets of a clip as they come.
    static final class Counter {
        private long[] shown = new long[256];
        private int frames;
        private boolean told = true;
        private long last = Long.MIN_VALUE;
        private long lastTicks;

        void add(AVPacket packet) {
            if ((packet.flags() & avcodec.AV_PKT_FLAG_DISCARD) != 0) {
                return;
            }
            long ticks = packet.pts() == avutil.AV_NOPTS_VALUE ? packet.dts() : packet.pts();
            told &= ticks != avutil.AV_NOPTS_VALUE;
            if (frames == shown.length) {
                shown = Arrays.copyOf(shown, frames * 2);
            }
            shown[frames++] = ticks;
            if (ticks > last) {
                last = ticks;
                lastTicks = packet.duration();
            }
        }

        PictureTimes times(Tick tick) {
            return told
                    ? of(Arrays.copyOf(shown, frames), lastTicks, tick)
                    : new PictureTimes(frames, Double.NaN, Double.NaN, Double.NaN, Double.NaN, false);
        }
    }
}
