package io.vmaffleet.worker.posix;

/// How a process ended, as Java tells it: 128 and the signal's number for one that a signal ended.
///
/// @param value the exit code
public record ExitStatus(int value) {
    private static final int OF_SIGNALS = 128;

    public boolean isSuccess() {
        return value == 0;
    }

    /// Whether a program's libraries were not found, as the loader and the shell say it.
    public boolean cannotBeLoaded() {
        return value == 126 || value == 127;
    }

    public boolean isSignal() {
        return value > OF_SIGNALS;
    }

    /// Whether it was killed: by the kernel when memory was short, or by a person.
    public boolean isKill() {
        return value == OF_SIGNALS + 9;
    }

    /// For a person.
    public String shown() {
        return switch (value) {
            case OF_SIGNALS + 4 -> "killed by signal 4 (SIGILL)";
            case OF_SIGNALS + 6 -> "killed by signal 6 (SIGABRT)";
            case OF_SIGNALS + 7 -> "killed by signal 7 (SIGBUS)";
            case OF_SIGNALS + 8 -> "killed by signal 8 (SIGFPE)";
            case OF_SIGNALS + 9 ->
                "killed by signal 9 (SIGKILL), which is also what the kernel does when memory runs out";
            case OF_SIGNALS + 11 -> "killed by signal 11 (SIGSEGV)";
            default -> isSignal() ? "killed by signal " + (value - OF_SIGNALS) : "exit code " + value;
        };
    }
}
