package io.vmaffleet.coordinator.table;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;

/// Puts a table in its place at one stroke, in bytes that follow from its rows alone.
///
/// The table is there when its name is: a file beside is created (1), written (2), forced (3) and renamed (4), which is
/// the commit point, and the folder forced (5). A failure before (4) leaves whatever lay under the name as it was.
final class TablePlacement {
    static final int ROW_GROUP_ROWS = 20_000;

    private final TableFiles files;
    private final String afterFailure;

    /// @param afterFailure what is not lost when a step fails, and what to do
    TablePlacement(TableFiles files, String afterFailure) {
        this.files = files;
        this.afterFailure = afterFailure;
    }

    /// Writes a file whole.
    interface Content<R> {
        R writeTo(Path file) throws IOException;
    }

    <R> R put(Path output, Content<R> content) throws IOException {
        Path target = output.toAbsolutePath();
        return put(target, target.resolveSibling(target.getFileName() + ".tmp"), content);
    }

    /// @param temporary beside the target, whose it is
    <R> R put(Path target, Path temporary, Content<R> content) throws IOException {
        try {
            R written = content.writeTo(temporary);
            putInPlace(temporary, target);
            return written;
        } catch (IOException | RuntimeException e) {
            deleteAfter(e, temporary);
            throw e;
        }
    }

    private void putInPlace(Path temporary, Path target) throws IOException {
        try {
            files.place(temporary, target);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private void deleteAfter(Exception cause, Path temporary) {
        try {
            files.delete(temporary);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    <T> ParquetWriter<T> open(Path file, WriteSupport<T> rows) throws IOException {
        return TableBuilder.open(new TableOutput(files, file, this::failed), rows, ROW_GROUP_ROWS);
    }

    private IOException failed(Path file, IOException cause) {
        return DiskFailure.of("writing", file, afterFailure, cause);
    }
}
