package io.vmaffleet.coordinator.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Every step by which the ledger changes the disk, so that a test can stop at each of them.
public interface FileLayer {
    /// The real file system.
    static FileLayer real() {
        return new RealFileLayer();
    }

    /// Opens a file to write behind its end; makes it if it is not there.
    AppendFile append(Path file) throws IOException;

    /// Makes an empty file, in place of whatever has the name.
    AppendFile create(Path file) throws IOException;

    /// Cuts a file to its first `bytes` and forces it.
    void truncate(Path file, long bytes) throws IOException;

    /// Gives a file another name in the same folder, in one step, in place of whatever has that name.
    void rename(Path from, Path to) throws IOException;

    /// Deletes a file if it is there.
    void delete(Path file) throws IOException;

    /// Makes new, renamed and deleted names in a folder durable.
    void forceFolder(Path folder) throws IOException;

    /// A file that grows at its end.
    interface AppendFile extends Closeable {
        /// Writes all of it.
        void append(ByteBuffer bytes) throws IOException;

        /// Returns when what was appended is on the disk.
        void force() throws IOException;

        /// The bytes in the file.
        long size() throws IOException;
    }
}
