package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;

/// No file can be made beside the output.
public final class UnusableOutputException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableOutputException(Path output, IOException cause) {
        super("cannot write beside " + output + " (" + cause + "): make its folder writable, or choose another", cause);
    }
}
