package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;

/// The staged per-frame scores as they were found. What no crash leaves, a bad line among good ones, costs its own clip
/// alone: lines behind it are as good as any.
///
/// @param goodBytes up to the end of the last good line
record FrameScan(long goodBytes) {
    /// Takes in where the scores of each clip begin, if all their parts are there; those that were staged last count.
    static FrameScan of(Path file, LedgerIndex index) throws IOException {
        try (LineScanner lines = new LineScanner(file)) {
            long good = 0;
            String clip = "";
            long begin = 0;
            int next = 0;
            while (lines.next()) {
                FrameLine line = lines.terminated() ? FrameLine.head(lines.buffer(), lines.from(), lines.to()) : null;
                if (line == null) {
                    next = 0;
                    continue;
                }
                if (line.part() == 0) {
                    clip = line.clip();
                    begin = lines.offset();
                    next = 0;
                }
                next = line.part() == next && line.clip().equals(clip) ? next + 1 : 0;
                if (next > 0 && next == line.parts()) {
                    index.putFrames(clip, begin);
                }
                good = lines.offset() + (lines.to() - lines.from()) + 1;
            }
            return new FrameScan(good);
        }
    }
}
