package io.vmaffleet.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The scores of one clip frame by frame, as texts of which each fits into one entry of a stream.
///
/// A part is base64 of a zlib stream (which has a checksum) of some of the frames: how many columns and frames it
/// has, four bytes each, big endian; then column by column the doubles of its frames, first the highest byte of
/// each, then the next of each: neighbours are alike in these, and deflate finds that. NaN stands where a frame has
/// no score.
public final class FrameCodec {
    /// What a part holds before it is compressed. Even when that makes it no smaller, an entry with it is shorter than
    /// 256,000 bytes.
    static final int PART_BYTES = 184_000;

    /// What a clip's scores may take: an hour at 30 frames a second of 26 scores, and what the small heap of an
    /// engine holds beside the same scores as libvmaf gave them.
    static final int CLIP_BYTES = 24 << 20;

    private static final int HEADER_BYTES = 2 * Integer.BYTES;

    private FrameCodec() {}

    /// How many frames a clip may have scores of.
    ///
    /// @param columns scores a frame
    public static int mostFrames(int columns) {
        return CLIP_BYTES / (columns * Double.BYTES);
    }

    /// @param columns each gives a frame's score
    public static List<String> encode(int frames, List<? extends IntToDoubleFunction> columns) {
        List<String> parts = new ArrayList<>();
        int most = framesAPart(columns.size());
        for (int from = 0; from < frames; from += most) {
            parts.add(part(from, Math.min(most, frames - from), columns));
        }
        return List.copyOf(parts);
    }

    /// The columns, each with a score a frame.
    ///
    /// @throws WireFormatException if a part cannot be read or has another number of columns
    public static List<double[]> decode(List<String> parts, int columns) {
        List<ByteBuffer> bodies = new ArrayList<>();
        int frames = 0;
        for (String part : parts) {
            ByteBuffer body = body(part, columns);
            bodies.add(body);
            frames += frames(body, columns);
        }
        List<double[]> scores = new ArrayList<>();
        for (int column = 0; column < columns; column++) {
            scores.add(new double[frames]);
        }
        int from = 0;
        for (ByteBuffer body : bodies) {
            int count = frames(body, columns);
            for (double[] column : scores) {
                take(body, column, from, count);
            }
            from += count;
        }
        return scores;
    }

    private static int framesAPart(int columns) {
        return Math.max(1, PART_BYTES / (columns * Double.BYTES));
    }

    private static String part(int from, int count, List<? extends IntToDoubleFunction> columns) {
        ByteBuffer plain = ByteBuffer.allocate(HEADER_BYTES + columns.size() * count * Double.BYTES);
        plain.putInt(columns.size()).putInt(count);
        for (IntToDoubleFunction column : columns) {
            int start = plain.position();
            for (int frame = 0; frame < count; frame++) {
                long bits = Double.doubleToLongBits(column.applyAsDouble(from + frame));
                for (int plane = 0; plane < Double.BYTES; plane++) {
                    plain.put(start + plane * count + frame, (byte) (bits >>> (Long.SIZE - (plane + 1) * Byte.SIZE)));
                }
            }
            plain.position(start + count * Double.BYTES);
        }
        return Base64.getEncoder().encodeToString(deflate(plain.array()));
    }

    private static void take(ByteBuffer body, double[] column, int from, int count) {
        int start = body.position();
        for (int frame = 0; frame < count; frame++) {
            long bits = 0;
            for (int plane = 0; plane < Double.BYTES; plane++) {
                bits = bits << Byte.SIZE | (body.get(start + plane * count + frame) & 0xff);
            }
            column[from + frame] = Double.longBitsToDouble(bits);
        }
        body.position(start + count * Double.BYTES);
    }

    private static int frames(ByteBuffer body, int columns) {
        return body.remaining() / (columns * Double.BYTES);
    }

    /// What a part holds, behind its header.
    private static ByteBuffer body(String part, int columns) {
        ByteBuffer plain;
        try {
            plain = ByteBuffer.wrap(inflate(Base64.getDecoder().decode(part), longestPart(columns)));
        } catch (IllegalArgumentException | DataFormatException e) {
            throw new WireFormatException("per-frame scores that cannot be unpacked: " + e.getMessage(), e);
        }
        if (plain.remaining() < HEADER_BYTES) {
            throw new WireFormatException("per-frame scores of " + plain.remaining() + " bytes");
        }
        int found = plain.getInt();
        int count = plain.getInt();
        if (found != columns || count < 1 || plain.remaining() != (long) columns * count * Double.BYTES) {
            throw new WireFormatException("per-frame scores of " + found + " columns and " + count + " frames in "
                    + plain.remaining() + " bytes, where " + columns + " columns were asked for");
        }
        return plain;
    }

    private static int longestPart(int columns) {
        return HEADER_BYTES + framesAPart(columns) * columns * Double.BYTES;
    }

    private static byte[] deflate(byte[] plain) {
        Deflater deflater = new Deflater();
        try {
            deflater.setInput(plain);
            deflater.finish();
            byte[] packed = new byte[plain.length + plain.length / 1000 + 64];
            int length = deflater.deflate(packed);
            if (!deflater.finished()) {
                throw new IllegalStateException("deflate made " + plain.length + " bytes longer than it ever does");
            }
            return Arrays.copyOf(packed, length);
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflate(byte[] packed, int most) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            byte[] plain = new byte[most];
            int length = 0;
            while (!inflater.finished() && length < most) {
                int more = inflater.inflate(plain, length, most - length);
                if (more == 0 && !inflater.finished()) {
                    break;
                }
                length += more;
            }
            if (!inflater.finished()) {
                // the end and its checksum may still be unread
                inflater.inflate(new byte[1]);
            }
            if (!inflater.finished()) {
                throw new DataFormatException("cut short, or longer than any part");
            }
            return Arrays.copyOf(plain, length);
        } finally {
            inflater.end();
        }
    }
}
