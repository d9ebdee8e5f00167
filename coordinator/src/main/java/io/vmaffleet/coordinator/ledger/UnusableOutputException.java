package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// No file can be made beside the output.
public final class UnusableOutputException extends IOException {
    private static final long serialVersionUID = 1;

    UnusableOutputException(Path output, IOException cause) {
        super(sentence(output, cause), cause);
    }

    private static String sentence(Path output, IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "the folder of " + output + " does not exist: make it, or choose another --out";
        }
        String why = cause instanceof AccessDeniedException ? "permission denied" : String.valueOf(cause.getMessage());
        return "cannot write beside " + output + " (" + why + "): make its folder writable, or choose another --out";
    }
}
