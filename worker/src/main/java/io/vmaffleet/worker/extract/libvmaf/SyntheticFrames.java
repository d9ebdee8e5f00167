package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.feature.Colour;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.VideoFrame;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// Moving frames of sine waves and noise, made by integer arithmetic alone so that they are the same on every host:
/// what an engine measures to know itself. Noise over waves up to the right edge is what shows libvmaf's adm fault; the
/// left third has none, so that cambi finds bands.
public final class SyntheticFrames implements FrameSource {
    /// Which of a pair is made.
    public enum Side {
        REFERENCE,
        /// The reference in coarser steps, with some of its noise gone and other noise come.
        DISTORTED
    }

    private static final int PLANES = 3;
    private static final int WAVE = 1024;

    private final MediaFormat format;
    private final int frames;
    private final Side side;
    private final Arena arena = Arena.ofConfined();
    private final NativeFrame frame;
    private int made;

    /// @param frames how many there are, whatever the format promises
    public SyntheticFrames(MediaFormat format, int frames, Side side) {
        this.format = format;
        this.frames = frames;
        this.side = side;
        MemorySegment[] planes = new MemorySegment[PLANES];
        long[] strides = new long[PLANES];
        for (int plane = 0; plane < PLANES; plane++) {
            strides[plane] = (long) width(plane) * (format.bitDepth() > 8 ? 2 : 1);
            planes[plane] = arena.allocate(strides[plane] * height(plane));
        }
        frame = new NativeFrame(format.width(), format.height(), format.bitDepth(), planes, strides);
    }

    /// The format of an upright clip of 25 frames a second that says nothing of its colours.
    public static MediaFormat format(int width, int height, int bitDepth) {
        String pixelFormat = bitDepth > 8 ? "yuv420p10le" : "yuv420p";
        return new MediaFormat(
                width,
                height,
                0,
                width,
                height,
                bitDepth,
                bitDepth,
                25,
                "h264",
                pixelFormat,
                Colour.of(Optional.empty(), Optional.empty()),
                0);
    }

    private int width(int plane) {
        return plane == 0 ? format.width() : (format.width() + 1) / 2;
    }

    private int height(int plane) {
        return plane == 0 ? format.height() : (format.height() + 1) / 2;
    }

    @Override
    public MediaFormat format() {
        return format;
    }

    @Override
    public Optional<VideoFrame> next() {
        if (made == frames) {
            return Optional.empty();
        }
        for (int plane = 0; plane < PLANES; plane++) {
            fill(plane);
        }
        made++;
        return Optional.of(frame);
    }

    private void fill(int plane) {
        int width = width(plane);
        int rows = height(plane);
        short[] row = new short[width];
        byte[] bytes = new byte[width];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < width; x++) {
                row[x] = (short) sample(plane, x, y, width);
            }
            MemorySegment to = frame.planes()[plane].asSlice(y * frame.strides()[plane], frame.strides()[plane]);
            if (format.bitDepth() > 8) {
                MemorySegment.copy(row, 0, to, ValueLayout.JAVA_SHORT_UNALIGNED, 0, width);
            } else {
                for (int x = 0; x < width; x++) {
                    bytes[x] = (byte) row[x];
                }
                MemorySegment.copy(bytes, 0, to, ValueLayout.JAVA_BYTE, 0, width);
            }
        }
    }

    /// A sample within limited range, thought of at 10 bits.
    private int sample(int plane, int x, int y, int width) {
        int waves = sine(9 * x + 31 * made + 200 * plane) * 190 + sine(7 * y - 4 * x + 17 * made) * 150;
        int value = 512 + waves / WAVE;
        boolean noisy = 3 * x >= width;
        if (side == Side.REFERENCE) {
            value += noisy ? noise(x, y, plane, 0) % 48 : 0;
        } else {
            value = (value & ~31) + 12 + (noisy ? noise(x, y, plane, 0) % 12 + noise(x, y, plane, 1) % 24 : 0);
        }
        value = Math.clamp(value, 64, 940);
        return format.bitDepth() > 8 ? value : value >> 2;
    }

    /// A wave of 1,024 steps and an amplitude of 1,024, of two parabolas.
    private static int sine(int step) {
        int phase = step & (WAVE - 1);
        int half = phase & (WAVE / 2 - 1);
        int height = half * (WAVE / 2 - half) / 64;
        return phase < WAVE / 2 ? height : -height;
    }

    private int noise(int x, int y, int plane, int layer) {
        int hash = x * 0x1656_67b1 + y * 0x27d4_eb2f + (made * 4 + plane) * 0x3d4d_51cb + layer * 0x5bd1_e995;
        hash = (hash ^ (hash >>> 15)) * 0x2c1b_3c6d;
        hash = (hash ^ (hash >>> 12)) * 0x297a_2d39;
        return (hash ^ (hash >>> 15)) >> 8;
    }

    @Override
    public void close() {
        arena.close();
    }
}
