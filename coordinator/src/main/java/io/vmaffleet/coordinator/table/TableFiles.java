package io.vmaffleet.coordinator.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// The steps by which a table comes to lie on disk; a test makes each of them fail.
public interface TableFiles {
    /// Opens a new file, in place of what may lie there.
    OutputStream create(Path file) throws IOException;

    void makeFolder(Path folder) throws IOException;

    /// Returns when what was written to the file would survive a loss of power.
    void force(Path file) throws IOException;

    /// Gives a file or folder another's name and place at one stroke.
    void replace(Path from, Path to) throws IOException;

    /// Returns when the folder's entries would survive a loss of power.
    void forceFolder(Path folder) throws IOException;

    /// Deletes a file, or a folder with nothing in it, if it is there.
    void delete(Path file) throws IOException;

    /// Lets a written file take a name for good: forced, renamed, which is the commit point, and its folder forced.
    default void place(Path temporary, Path target) throws IOException {
        force(temporary);
        replace(temporary, target);
        forceFolder(Objects.requireNonNull(target.getParent()));
    }

    /// The disk itself.
    static TableFiles onDisk() {
        return new TableFiles() {
            @Override
            public OutputStream create(Path file) throws IOException {
                return Files.newOutputStream(file);
            }

            @Override
            public void makeFolder(Path folder) throws IOException {
                Files.createDirectory(folder);
            }

            @Override
            public void force(Path file) throws IOException {
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.force(true);
                }
            }

            @Override
            public void replace(Path from, Path to) throws IOException {
                Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
            }

            @Override
            public void forceFolder(Path folder) throws IOException {
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }

            @Override
            public void delete(Path file) throws IOException {
                Files.deleteIfExists(file);
            }
        };
    }
}
