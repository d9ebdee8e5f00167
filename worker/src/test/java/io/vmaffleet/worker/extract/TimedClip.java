package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.Tick;
import io.vmaffleet.worker.decode.TimedFrames;
import io.vmaffleet.worker.decode.VideoFrame;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/// Frames of nothing but a number and a time.
final class TimedClip implements TimedFrames {
    /// The ticks of a frame that does not say when it is shown.
    static final long UNTIMED = Long.MIN_VALUE;

    private final Tick tick;
    private final long[] ticks;
    private int given;

    TimedClip(Tick tick, long... ticks) {
        this.tick = tick;
        this.ticks = ticks.clone();
    }

    /// So many frames at an even rate, with times rounded down to ticks.
    static TimedClip even(int frames, int rateNumerator, int rateDenominator, Tick tick) {
        return new TimedClip(
                tick,
                LongStream.range(0, frames)
                        .map(n -> n * rateDenominator * tick.denominator() / ((long) rateNumerator * tick.numerator()))
                        .toArray());
    }

    /// The number of a frame of such a clip.
    static int number(VideoFrame frame) {
        return ((Numbered) frame).number;
    }

    @Override
    public MediaFormat format() {
        return new MediaFormat(
                640, 360, 0, 640, 360, 8, 8, 30, "h264", "yuv420p", Colour.of(Optional.empty(), Optional.empty()), 0);
    }

    @Override
    public boolean hasNext() {
        return given < ticks.length;
    }

    @Override
    public OptionalLong nextTicks() {
        return !hasNext() || ticks[given] == UNTIMED ? OptionalLong.empty() : OptionalLong.of(ticks[given]);
    }

    @Override
    public Tick tick() {
        return tick;
    }

    @Override
    public double seconds() {
        return Double.NaN;
    }

    @Override
    public void scaleTo(PictureFormat wanted) {
        throw new UnsupportedOperationException("frames of no pictures");
    }

    @Override
    public Optional<VideoFrame> next() {
        return hasNext() ? Optional.of(new Numbered(given++)) : Optional.empty();
    }

    @Override
    public void close() {}

    private record Numbered(int number) implements VideoFrame {
        @Override
        public int width() {
            return 640;
        }

        @Override
        public int height() {
            return 360;
        }

        @Override
        public int bitDepth() {
            return 8;
        }

        @Override
        public long planeAddress(int plane) {
            throw new UnsupportedOperationException("a frame of no pictures");
        }

        @Override
        public void copyRow(int plane, int row, byte[] into) {
            throw new UnsupportedOperationException("a frame of no pictures");
        }

        @Override
        public long strideBytes(int plane) {
            throw new UnsupportedOperationException("a frame of no pictures");
        }
    }
}
