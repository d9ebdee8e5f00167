package io.vmaffleet.worker.posix;

import java.io.IOException;
import java.io.OutputStream;

/// A pipe that another process of this user reads by opening a path, as programs do that want a file's
/// name. Nothing of it lies in a folder, and it holds no more than the kernel's buffer.
///
/// This process keeps the writing end only: when the last reader goes, writing fails, and when this is
/// closed, readers see the end. One thread uses it.
public final class PathPipe implements AutoCloseable {
    private final int writingEnd;
    private final DescriptorOutputStream out;

    private PathPipe(int writingEnd) {
        this.writingEnd = writingEnd;
        this.out = new DescriptorOutputStream(writingEnd);
    }

    public static PathPipe open() throws PosixException {
        int[] ends = Posix.pipe();
        Posix.close(ends[0]);
        return new PathPipe(ends[1]);
    }

    /// What the other process opens to read. Linux gives a pipe's either end by any descriptor of it.
    public String path() {
        return pathFromElsewhere(writingEnd);
    }

    /// Whether it is open for reading somewhere: to be asked before the first byte, which would find
    /// nobody, and so before the end too, after which there is nothing left to open.
    public boolean hasReader() throws PosixException {
        return Posix.hasReader(writingEnd);
    }

    /// Waits for room as long as there is a reader; an [IOException] when there is none.
    public OutputStream out() {
        return out;
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /// By which another process of this user opens what this one has open.
    public static String pathFromElsewhere(int descriptor) {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor;
    }
}
