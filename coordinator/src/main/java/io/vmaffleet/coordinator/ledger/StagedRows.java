package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.task.ClipName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads rows from staging by their places, in any order, each checked and parsed. For one thread.
public final class StagedRows implements Closeable {
    private final Path staging;
    private final LedgerIndex index;
    private @Nullable PlacedLines lines;

    StagedRows(Path staging, LedgerIndex index) {
        this.staging = staging;
        this.index = index;
    }

    /// A clip's row; empty if it has none, or has it in the table alone.
    ///
    /// @throws LedgerDamagedException if it is not what was written
    public Optional<StagedRow> row(ClipName clip) throws IOException {
        long place = index.rowPlace(clip.value());
        if (place == 0 || place == LedgerIndex.IN_TABLE) {
            return Optional.empty();
        }
        if (lines == null) {
            lines = new PlacedLines(staging);
        }
        return Optional.of(StagingCodec.decode(lines.read(place)));
    }

    @Override
    public void close() throws IOException {
        if (lines != null) {
            lines.close();
        }
    }
}
