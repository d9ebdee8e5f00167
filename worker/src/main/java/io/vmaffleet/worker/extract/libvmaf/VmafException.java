package io.vmaffleet.worker.extract.libvmaf;

/// A function of libvmaf failed. What it had in hand may be half released, so nothing of it is touched again and the
/// process that loaded it must be replaced.
public final class VmafException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final String function;
    private final int code;

    VmafException(String function, int code, String doing) {
        super("libvmaf's " + function + " returned " + code + " " + doing
                + "; this engine is replaced and the clip tried again");
        this.function = function;
        this.code = code;
    }

    public String function() {
        return function;
    }

    /// What it returned; success is 0, failure any other number, not only a negative one.
    public int code() {
        return code;
    }
}
