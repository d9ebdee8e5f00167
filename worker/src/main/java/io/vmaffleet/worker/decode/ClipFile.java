package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import io.vmaffleet.worker.posix.Posix;
import io.vmaffleet.worker.posix.PosixException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A clip's file, opened once, after a look at what it is and where it really lies: what is no file below a root is
/// never opened. Size and place are those of what is read, whatever happens to its name meanwhile.
public final class ClipFile implements AutoCloseable {
    private static final int LITTLE = 4096;

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
        int place = descriptor(path, () -> Posix.holdPlace(path));
        try {
            check(place, path, sizeBytes, roots);
            return new ClipFile(descriptor(path, () -> Posix.openToRead(place, path)), path, sizeBytes);
        } finally {
            closeDescriptor(place);
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
        return pathOf(descriptor);
    }

    private static Path pathOf(int descriptor) {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    /// Reads a little of it, at both ends: to be seen is not to be readable.
    ///
    /// @throws UnmeasurableClipException UNREADABLE if the system cannot
    public void readEnds() {
        ByteBuffer little = ByteBuffer.allocate(LITTLE);
        try (FileChannel channel = FileChannel.open(descriptorPath())) {
            channel.read(little, 0);
            channel.read(little.clear(), Math.max(0, sizeBytes - LITTLE));
        } catch (IOException e) {
            throw new UnmeasurableClipException(
                    FailureReason.UNREADABLE,
                    path + " cannot be read (" + e.getMessage() + "); check the disk or mount that it lies on.");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closeDescriptor(descriptor);
        }
    }

    private static void check(int place, String path, long sizeBytes, Roots roots) {
        BasicFileAttributes attributes;
        try {
            roots.check(path, Files.readSymbolicLink(pathOf(place)));
            attributes = Files.readAttributes(pathOf(place), BasicFileAttributes.class);
        } catch (IOException e) {
            throw new UnmeasurableClipException(
                    FailureReason.UNREADABLE,
                    path + " is there but cannot be looked at (" + e + "); is /proc mounted?");
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

    /// A call that gives a descriptor.
    private interface Call {
        int descriptor() throws PosixException;
    }

    private static int descriptor(String path, Call call) {
        try {
            return call.descriptor();
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
