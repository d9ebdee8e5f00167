package io.vmaffleet.coordinator.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Goes through a file line by line over one buffer, making no object a line: a ledger of a million rows is read at
/// the speed of the disk.
///
/// For one thread.
final class LineScanner implements Closeable {
    private static final int FIRST_BUFFER_BYTES = 1 << 20;
    /// No line of ours is as long; what is, is handed out in pieces, none of which is whole.
    private static final int MAX_LINE_BYTES = Place.MAX_LENGTH;

    private final FileChannel channel;
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private long bufferOffset;
    private int filled;
    private int from;
    private int to;
    private int next;
    private long number;
    private boolean terminated;

    LineScanner(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /// Moves to the next line.
    ///
    /// @return false at the end of the file
    boolean next() throws IOException {
        from = next;
        int searched = from;
        while (true) {
            int end = lineEnd(searched);
            if (end >= 0) {
                return line(end, end + 1, true);
            }
            searched = filled;
            if (filled - from >= MAX_LINE_BYTES) {
                return line(filled, filled, false);
            }
            int moved = from;
            if (!fill()) {
                return filled > from && line(filled, filled, false);
            }
            searched -= moved - from;
        }
    }

    /// Where the line begins in the file.
    long offset() {
        return bufferOffset + from;
    }

    /// The line's number, from 1.
    long number() {
        return number;
    }

    /// The bytes that hold the line, from [#from] to [#to], its end not among them; valid until the next line.
    byte[] buffer() {
        return buffer;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /// Whether the line has its line end.
    boolean terminated() {
        return terminated;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean line(int end, int following, boolean hasEnd) {
        to = end;
        next = following;
        terminated = hasEnd;
        number++;
        return true;
    }

    private int lineEnd(int start) {
        byte[] bytes = buffer;
        for (int i = start; i < filled; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// Reads on behind what is there, after moving the line begun to the front or making room for a longer one.
    private boolean fill() throws IOException {
        if (filled == buffer.length) {
            if (from > 0) {
                System.arraycopy(buffer, from, buffer, 0, filled - from);
                bufferOffset += from;
                filled -= from;
                from = 0;
            } else {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
        }
        int read = channel.read(ByteBuffer.wrap(buffer, filled, buffer.length - filled));
        if (read <= 0) {
            return false;
        }
        filled += read;
        return true;
    }
}
