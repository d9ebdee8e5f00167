package io.vmaffleet.worker.extract.vmafcli;

import java.util.Locale;

/// What a `vmaf` command computes on.
public enum VmafBackend {
    CPU,
    /// A GPU for what has a CUDA twin and the CPU for the rest, in a pass of its own each.
    CUDA;

    /// As it is typed and as the command takes it.
    public String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
