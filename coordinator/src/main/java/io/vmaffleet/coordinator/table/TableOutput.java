package io.vmaffleet.coordinator.table;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/// A file of ours as Parquet's writer wants it.
final class TableOutput implements OutputFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private final TableFiles files;
    private final Path file;
    private final Failure failure;
    private @Nullable OutputStream opened;

    /// @param failure tells of a step that failed
    TableOutput(TableFiles files, Path file, Failure failure) {
        this.files = files;
        this.file = file;
        this.failure = failure;
    }

    @FunctionalInterface
    interface Failure {
        IOException of(Path file, IOException cause);
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return createOrOverwrite(blockSizeHint);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        try {
            OutputStream out = files.create(file);
            opened = out;
            return new CountingStream(file, failure, new BufferedOutputStream(out, BUFFER_BYTES));
        } catch (IOException e) {
            throw failure.of(file, e);
        }
    }

    /// Closes the file, which Parquet's writer leaves open when it fails.
    void abandon() throws IOException {
        if (opened != null) {
            opened.close();
        }
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public String getPath() {
        return file.toString();
    }

    private static final class CountingStream extends PositionOutputStream {
        private final Path file;
        private final Failure failure;
        private final OutputStream out;
        private long position;

        CountingStream(Path file, Failure failure, OutputStream out) {
            this.file = file;
            this.failure = failure;
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw failure.of(file, e);
            }
            position += length;
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                throw failure.of(file, e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                out.close();
            } catch (IOException e) {
                throw failure.of(file, e);
            }
        }
    }
}
