package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.FinishedTable;
import io.vmaffleet.coordinator.table.TableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/// The table at the output as the ledger reads it.
final class TableOnDisk implements FinishedTable {
    private final Path table;
    private final List<String> columns;

    TableOnDisk(Path table) throws IOException {
        this.table = table;
        this.columns = TableFile.columns(table);
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public void forEachName(NameConsumer consumer) throws IOException {
        try {
            TableFile.readNames(table, clip -> {
                try {
                    consumer.accept(clip.value());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void forEachRow(RowConsumer consumer) throws IOException {
        try {
            TableFile.read(table, row -> {
                try {
                    consumer.accept(row.clip().value(), row.row());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
