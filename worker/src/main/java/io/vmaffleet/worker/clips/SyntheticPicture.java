package io.vmaffleet.worker.clips;

/// The content of synthetic clips, a sample at a time: waves that move, noise, and hard edges, in integer arithmetic,
/// so that it is the same on every machine. Values fill limited range at the depth that is asked for.
public final class SyntheticPicture {
    private static final int BLACK = 16;
    private static final int LUMA_SPAN = 219;
    private static final int CHROMA_SPAN = 224;

    private final long seed;

    public SyntheticPicture(long seed) {
        this.seed = seed;
    }

    /// @param frame which frame of the clip, from 0
    public int luma(int frame, int x, int y, int bitDepth) {
        int across = wave(x * 5 + frame * 9);
        int down = wave(y * 3 - frame * 4 + x);
        int edge = (((x + 2 * frame) >> 5) + (y >> 4)) % 3 == 0 ? 60 : 0;
        int noise = noise(frame, x, y, 0) % 24;
        int eighths = (across + down) * 3 / 8 + edge + noise;
        return scaled(Math.clamp(eighths, 0, 255), LUMA_SPAN, frame, x, y, bitDepth);
    }

    /// @param plane 1 or 2
    public int chroma(int plane, int frame, int x, int y, int bitDepth) {
        int value = (wave(x * (plane + 2) + frame * 3) + wave(y * 4 + plane * 64)) / 2;
        return scaled(value, CHROMA_SPAN, frame, x + plane, y, bitDepth);
    }

    private int scaled(int value, int span, int frame, int x, int y, int bitDepth) {
        int finer = bitDepth - 8;
        int low = finer == 0 ? 0 : noise(frame, x, y, 3) & ((1 << finer) - 1);
        return ((BLACK + value * (span - 1) / 255) << finer) + low;
    }

    /// A sine made of two parabolas: period 256, from 0 to 255.
    private static int wave(int phase) {
        int p = phase & 127;
        int hill = (p * (128 - p)) >> 5;
        return (phase & 128) == 0 ? 127 + hill : 128 - hill;
    }

    private int noise(int frame, int x, int y, int plane) {
        long h = seed * 0x9E3779B97F4A7C15L + ((long) frame << 40) + ((long) plane << 36) + ((long) y << 18) + x;
        h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
        return (int) (h >>> 40);
    }
}
