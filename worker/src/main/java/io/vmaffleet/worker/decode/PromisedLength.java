package io.vmaffleet.worker.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// How long a file must at least be by the sizes that its outermost parts declare, which shows cuts that leave every
/// packet whole: the library takes the end of the file for the end of the clip.
///
/// - Matroska and WebM: the segment's size, unless it is written as unknown (a live recording).
/// - MP4 and MOV: `moov` and `moof` boxes. Not `mdat`, which some cameras declare longer than it is; a cut in it
///   shows in the packets.
/// - AVI: the first `RIFF` chunk.
final class PromisedLength {
    private static final int EBML_HEADER = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int HEADER_BYTES = 16;

    /// A file of more boxes than this has been looked at long enough.
    private static final int MAX_BOXES = 100_000;

    /// Some writers count the chunk's own header in.
    private static final int RIFF_SLACK_BYTES = 16;

    private static final Set<String> BOXES_OF_USE = Set.of("moov", "moof");

    private final FileChannel channel;
    private final long size;

    private PromisedLength(FileChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    /// In bytes; 0 when the file promises nothing or is in another container.
    static long of(FileChannel channel) throws IOException {
        PromisedLength promised = new PromisedLength(channel);
        ByteBuffer head = promised.header(0);
        if (head.getInt(0) == EBML_HEADER) {
            return promised.matroska();
        }
        String name = fourLetters(head, 0);
        if (name.equals("RIFF")) {
            return promised.riff(head);
        }
        String box = fourLetters(head, 4);
        return box.equals("ftyp") || box.equals("moov") || box.equals("mdat") || box.equals("wide")
                ? promised.boxes()
                : 0;
    }

    private long matroska() throws IOException {
        long position = 0;
        for (int element = 0; element < 8 && position < size; element++) {
            ByteBuffer head = header(position);
            int idBytes = Integer.numberOfLeadingZeros(head.get(0) & 0xff) - 24 + 1;
            int first = idBytes > 4 ? 0 : head.get(idBytes) & 0xff;
            int sizeBytes = Integer.numberOfLeadingZeros(first) - 24 + 1;
            if (first == 0 || sizeBytes > 8) {
                return 0;
            }
            long length = first & (0xff >> sizeBytes);
            boolean unknown = length == 0xff >> sizeBytes;
            for (int i = 1; i < sizeBytes; i++) {
                int next = head.get(idBytes + i) & 0xff;
                unknown &= next == 0xff;
                length = (length << 8) | next;
            }
            long end = position + idBytes + sizeBytes + length;
            if (unknown || end < position) {
                return 0;
            }
            if (head.getInt(0) == SEGMENT) {
                return end;
            }
            position = end;
        }
        return 0;
    }

    private long boxes() throws IOException {
        long position = 0;
        for (int box = 0; box < MAX_BOXES && position + 8 <= size; box++) {
            ByteBuffer head = header(position);
            long length = head.getInt(0) & 0xffff_ffffL;
            if (length == 1) {
                length = head.getLong(8);
            }
            if (length < 8) {
                // 0 is "to the end of the file", anything else is no box
                return 0;
            }
            long end = position + length;
            if (end > size || end < position) {
                return BOXES_OF_USE.contains(fourLetters(head, 4)) ? end : 0;
            }
            position = end;
        }
        return 0;
    }

    private long riff(ByteBuffer head) {
        long length = head.order(ByteOrder.LITTLE_ENDIAN).getInt(4) & 0xffff_ffffL;
        boolean unfinished = length == 0 || length >= 0xffff_ff00L;
        return unfinished ? 0 : Math.max(0, length + 8 - RIFF_SLACK_BYTES);
    }

    /// The bytes at a position, zeros behind the end of the file.
    private ByteBuffer header(long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // a read may give less than was asked for
        }
        return buffer.clear();
    }

    private static String fourLetters(ByteBuffer buffer, int offset) {
        byte[] letters = new byte[4];
        buffer.get(offset, letters);
        return new String(letters, StandardCharsets.ISO_8859_1);
    }
}
