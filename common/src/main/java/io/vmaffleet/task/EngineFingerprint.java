package io.vmaffleet.task;

/// The digest that says how an engine rounds: libvmaf, models, decoder and what it measured at its start. Two
/// engines with the same fingerprint give the same row for the same clip; it names the task stream.
public record EngineFingerprint(String value) {
    public EngineFingerprint {
        if (!value.matches("[0-9a-f]{16}")) {
            throw new IllegalArgumentException("not an engine fingerprint: '" + value + "'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
