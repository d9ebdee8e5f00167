package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.worker.posix.Posix;
import io.vmaffleet.worker.posix.PosixException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A clip's file, opened once: its size and its real place are those of what was opened, whatever happens to its
/// name meanwhile.
public final class ClipFile implements AutoCloseable {
    private final int descriptor;
    private final String path;
    private final long sizeBytes;
    private boolean closed;

    private ClipFile(int descriptor, String path, long sizeBytes) {
        this.descriptor = descriptor;
        this.path = path;
        this.sizeBytes = sizeBytes;
    }

    /// Opens the file that a task names.
    ///
    /// @throws UnmeasurableClipException MISSING_FILE, UNREADABLE (no permission, no plain file, out of all roots),
    ///     SOURCE_DIFFERS (not as long as the plan saw it) or TRUNCATED (empty)
    public static ClipFile open(ClipTask task, Roots roots) {
        return open(task.path(), task.sizeBytes(), roots);
    }

    /// @param coordinatorPath absolute, as the coordinator sees it
    /// @param sizeBytes as the plan saw it
    public static ClipFile open(String coordinatorPath, long sizeBytes, Roots roots) {
        String path = roots.here(coordinatorPath);
        int descriptor = openDescriptor(path);
        try {
            ClipFile file = new ClipFile(descriptor, path, sizeBytes);
            file.check(roots);
            return file;
        } catch (RuntimeException | Error e) {
            closeDescriptor(descriptor);
            throw e;
        }
    }

    /// A clip that lies in memory and in no folder.
    ///
    /// @throws UncheckedIOException if the system gives no memory for it
    public static ClipFile inMemory(String name, byte[] content) {
        try {
            return new ClipFile(Posix.fileInMemory(name, content), name, content.length);
        } catch (PosixException e) {
            throw new UncheckedIOException(new IOException(e.getMessage(), e));
        }
    }

    /// As it was opened on this host.
    public String path() {
        return path;
    }

    public long sizeBytes() {
        return sizeBytes;
    }

    /// The open file under a name that needs no second look at the folders it lies in.
    Path descriptorPath() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closeDescriptor(descriptor);
        }
    }

    private void check(Roots roots) {
        BasicFileAttributes attributes;
        try {
            roots.check(path, Files.readSymbolicLink(descriptorPath()));
            attributes = Files.readAttributes(descriptorPath(), BasicFileAttributes.class);
        } catch (IOException e) {
            throw new UnmeasurableClipException(
                    FailureReason.UNREADABLE,
                    path + " was opened but cannot be looked at (" + e + "); is /proc mounted?");
        }
        if (!attributes.isRegularFile()) {
            throw new UnmeasurableClipException(
                    FailureReason.UNREADABLE,
                    path + " is " + (attributes.isDirectory() ? "a folder" : "a FIFO or a device")
                            + " and not a file; take it out of the clips folder.");
        }
        if (attributes.size() != sizeBytes) {
            throw new UnmeasurableClipException(
                    FailureReason.SOURCE_DIFFERS,
                    path + " has " + attributes.size() + " bytes here and had " + sizeBytes
                            + " when the plan was made; bring this host's copy up to date, or resume to plan anew.");
        }
        if (sizeBytes == 0) {
            throw new UnmeasurableClipException(
                    FailureReason.TRUNCATED, path + " is empty (0 bytes); copy the clip again.");
        }
    }

    private static int openDescriptor(String path) {
        try {
            return Posix.openToRead(path);
        } catch (PosixException e) {
            boolean missing = e.errno() == PosixException.ENOENT || e.errno() == PosixException.ENOTDIR;
            throw new UnmeasurableClipException(
                    missing ? FailureReason.MISSING_FILE : FailureReason.UNREADABLE,
                    missing
                            ? path + " does not exist on this host; was it removed, or is its folder not mounted?"
                            : "the clip cannot be opened (" + e.getMessage() + "); check its permissions.");
        } catch (IllegalArgumentException e) {
            throw new UnmeasurableClipException(
                    FailureReason.UNREADABLE, "the clip cannot be opened: " + e.getMessage());
        }
    }

    private static void closeDescriptor(int descriptor) {
        try {
            Posix.close(descriptor);
        } catch (PosixException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
