package io.vmaffleet.worker.posix;

/// A system call failed; the message has the call, its subject and the system's own words.
public final class PosixException extends Exception {
    private static final long serialVersionUID = 1;

    /// Numbers of Linux errors that callers tell apart; the same on every architecture.
    public static final int ENOENT = 2;

    public static final int ENOTDIR = 20;

    private final int errno;

    PosixException(String call, int errno, String errorText) {
        super(call + ": " + errorText);
        this.errno = errno;
    }

    public int errno() {
        return errno;
    }
}
