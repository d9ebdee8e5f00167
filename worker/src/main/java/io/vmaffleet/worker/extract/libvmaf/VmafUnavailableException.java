package io.vmaffleet.worker.extract.libvmaf;

/// No libvmaf that can measure is to be had; the message says what was looked at and what to do.
public final class VmafUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public VmafUnavailableException(String sentence) {
        super(sentence);
    }
}
