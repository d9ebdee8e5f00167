package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Staging as it was found at opening: line ends, CRCs, names and places; no row is parsed. It ends at the first bad
/// line, since what lies behind cannot have been forced unless the file is damaged.
///
/// @param goodBytes up to the first bad line
/// @param badLine the number of that line, 0 if there is none
/// @param repeated rows of clips that had one
record StagingScan(long goodBytes, long badLine, List<Repeated> repeated) {
    /// A second row, and the first one.
    record Repeated(long first, long second) {}

    /// Takes all good rows into the index.
    static StagingScan of(Path staging, LedgerIndex index) throws IOException {
        List<Repeated> repeated = new ArrayList<>();
        try (LineScanner lines = new LineScanner(staging)) {
            long good = 0;
            while (lines.next()) {
                byte[] bytes = lines.buffer();
                int from = lines.from();
                int to = lines.to();
                String name = goodName(lines);
                if (name == null) {
                    return new StagingScan(good, lines.number(), repeated);
                }
                long place = Place.of(lines.offset(), to - from);
                if (!index.putRow(name, place, StagingCodec.isAdopted(bytes, from, to))) {
                    repeated.add(new Repeated(index.rowPlace(name), place));
                }
                good = lines.offset() + (to - from) + 1;
            }
            return new StagingScan(good, 0, repeated);
        }
    }

    private static @Nullable String goodName(LineScanner lines) {
        return lines.terminated() && CheckedLine.isWhole(lines.buffer(), lines.from(), lines.to())
                ? StagingCodec.name(lines.buffer(), lines.from(), lines.to())
                : null;
    }
}
