package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.worker.decode.VideoFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/// Reads rows of samples from frames of one width and depth. Used by one thread.
final class PlaneRows {
    private final boolean deep;
    private final byte[] bytes;
    private final short[] words;
    private final int[] whole;
    private final ShortBuffer asWords;
    private final IntBuffer asPairs;

    /// @param width of the widest plane, in samples
    /// @param bitDepth 8 or 10
    PlaneRows(int width, int bitDepth) {
        deep = bitDepth > 8;
        int even = (width + 1) & ~1;
        bytes = new byte[deep ? 2 * even : even];
        words = new short[deep ? width : even / 2];
        whole = new int[width];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        asWords = buffer.asShortBuffer();
        asPairs = buffer.asIntBuffer();
    }

    /// The row's samples as they are, as whole numbers.
    ///
    /// @param samples how many of them
    void read(VideoFrame frame, int plane, int row, int[] into, int samples) {
        frame.copyRow(plane, row, bytes);
        if (deep) {
            asWords.get(0, words, 0, samples);
            widen(words, into, samples);
        } else {
            widen(bytes, into, samples);
            unsign(into, samples);
        }
    }

    /// The row's samples as they are.
    ///
    /// @param samples how many the row has
    void read(VideoFrame frame, int plane, int row, float[] into, int samples) {
        read(frame, plane, row, whole, samples);
        convert(whole, into, samples);
    }

    /// The row's luma on the scale of 8 bits: exact, in quarters where there are 10.
    void readLuma(VideoFrame frame, int row, float[] into, int samples) {
        read(frame, 0, row, into, samples);
        if (deep) {
            quarter(into, samples);
        }
    }

    /// The row's samples as they are, first all those of even columns, then those of odd ones.
    ///
    /// @param samples how many the row has
    void readSplit(VideoFrame frame, int plane, int row, float[] into, int samples) {
        frame.copyRow(plane, row, bytes);
        int even = (samples + 1) / 2;
        if (deep) {
            asPairs.get(0, whole, 0, even);
            split(whole, 16, 0xffff, into, even, samples - even);
        } else {
            asWords.get(0, words, 0, even);
            widen(words, whole, even);
            split(whole, 8, 0xff, into, even, samples - even);
        }
    }

    // C2 makes vectors of each of these, and of none that does two at once

    private static void widen(byte[] from, int[] into, int samples) {
        for (int x = 0; x < samples; x++) {
            into[x] = from[x];
        }
    }

    private static void unsign(int[] samples, int count) {
        for (int x = 0; x < count; x++) {
            samples[x] = samples[x] & 0xff;
        }
    }

    private static void widen(short[] from, int[] into, int samples) {
        for (int x = 0; x < samples; x++) {
            into[x] = from[x];
        }
    }

    private static void convert(int[] from, float[] into, int samples) {
        for (int x = 0; x < samples; x++) {
            into[x] = from[x];
        }
    }

    private static void quarter(float[] luma, int samples) {
        for (int x = 0; x < samples; x++) {
            luma[x] = luma[x] * 0.25f;
        }
    }

    private static void split(int[] pairs, int bits, int mask, float[] into, int even, int odd) {
        for (int x = 0; x < even; x++) {
            into[x] = pairs[x] & mask;
        }
        for (int x = 0; x < odd; x++) {
            into[x + even] = (pairs[x] >> bits) & mask;
        }
    }
}
