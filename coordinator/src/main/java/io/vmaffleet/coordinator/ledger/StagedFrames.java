package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.task.ClipName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Reads per-frame scores from staging, in any order, each line checked. For one thread.
public final class StagedFrames implements Closeable {
    private final Path file;
    private final LedgerIndex index;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(FrameLine.MOST_BYTES);

    StagedFrames(Path file, LedgerIndex index) throws IOException {
        this.file = file;
        this.index = index;
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /// A clip's scores in the parts of [io.vmaffleet.wire.FrameCodec]; empty if it has none.
    ///
    /// @throws LedgerDamagedException if they are not what was written
    public List<String> scores(ClipName clip) throws IOException {
        long offset = index.framesPlace(clip.value());
        List<String> scores = new ArrayList<>();
        int parts = offset < 0 ? 0 : 1;
        while (scores.size() < parts) {
            int length = fill(offset);
            FrameLine line = FrameLine.decode(buffer.array(), 0, length);
            if (line == null || !line.clip().equals(clip.value()) || line.part() != scores.size()) {
                throw LedgerDamagedException.atByte(file, offset);
            }
            parts = line.parts();
            scores.add(line.scores());
            offset += length + 1;
        }
        return scores;
    }

    /// Reads the line at an offset.
    ///
    /// @return its length without its end, 0 if it has none
    private int fill(long offset) throws IOException {
        buffer.clear();
        int searched = 0;
        while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
            for (; searched < buffer.position(); searched++) {
                if (buffer.get(searched) == '\n') {
                    return searched;
                }
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
