package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;

/// The clip at hand cannot be measured, for a reason that is data and not a fault of this process.
public final class UnmeasurableClipException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final FailureReason reason;

    /// @param detail one sentence for a person
    public UnmeasurableClipException(FailureReason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    public FailureReason reason() {
        return reason;
    }

    /// One sentence for a person.
    public String detail() {
        return String.valueOf(getMessage());
    }
}
