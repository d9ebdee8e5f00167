package io.vmaffleet.coordinator.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Reads single lines of one of our files by their places, each checked against its CRC.
///
/// It has a channel of its own, so that an interrupted reader closes nobody else's. For one thread.
final class PlacedLines implements Closeable {
    private final Path file;
    private final FileChannel channel;

    PlacedLines(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /// The line at a place, without its line end.
    ///
    /// @throws LedgerDamagedException if it is not what was written
    byte[] read(long place) throws IOException {
        byte[] line = new byte[Place.length(place)];
        ByteBuffer into = ByteBuffer.wrap(line);
        long offset = Place.offset(place);
        while (into.hasRemaining()) {
            if (channel.read(into, offset + into.position()) < 0) {
                break;
            }
        }
        if (into.hasRemaining() || !CheckedLine.isWhole(line, 0, line.length)) {
            throw LedgerDamagedException.atByte(file, offset);
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
