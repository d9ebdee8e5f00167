package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.feature.FeatureRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A table on the disk, as far as the ledger reads it: written by us or by the reference's script.
public interface FinishedTable {
    /// All column names, in order.
    List<String> columns();

    /// The `clip_name` column, in order.
    void forEachName(NameConsumer consumer) throws IOException;

    /// The measured columns of each row, in order; null in the table is NaN here.
    void forEachRow(RowConsumer consumer) throws IOException;

    /// Takes a clip's name.
    @FunctionalInterface
    interface NameConsumer {
        void accept(String clipName) throws IOException;
    }

    /// Takes a row.
    @FunctionalInterface
    interface RowConsumer {
        void accept(String clipName, FeatureRow row) throws IOException;
    }

    /// Opens the table at a path.
    @FunctionalInterface
    interface Opener {
        FinishedTable open(Path table) throws IOException;
    }
}
