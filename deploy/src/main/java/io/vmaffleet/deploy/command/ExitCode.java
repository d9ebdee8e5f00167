package io.vmaffleet.deploy.command;

/// What a command's exit code says, to scripts and to people.
public enum ExitCode {
    /// Every clip that can be measured has its row.
    COMPLETE(0),
    /// The run is finished, some clips failed.
    FAILED_CLIPS(1),
    /// A usage error, or input that cannot be used: bad scores, an output that is held or cannot be written.
    USAGE(2),
    /// The environment lacks something: Redis, libvmaf, disk space; or a ledger is damaged.
    ENVIRONMENT(3),
    /// Rows or constants disagreed, which beats failed clips; or what was looked for was found.
    DISAGREED(4),
    /// Stopped before the end; `resume` goes on.
    STOPPED(5);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
