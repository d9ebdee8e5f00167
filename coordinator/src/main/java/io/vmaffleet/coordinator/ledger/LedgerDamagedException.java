package io.vmaffleet.coordinator.ledger;

import java.io.IOException;
import java.nio.file.Path;

/// A file of the ledger no longer holds what was forced into it. Nothing was overwritten.
public final class LedgerDamagedException extends IOException {
    private static final long serialVersionUID = 1;

    private LedgerDamagedException(String message) {
        super(message);
    }

    static LedgerDamagedException atLine(Path file, long line, String lostName) {
        return new LedgerDamagedException("line " + line + " of " + file
                + " is damaged, and rows that were safely written lie at or behind it (that of " + lostName
                + " is missing): nothing was changed; bring the file back from a copy, or delete it together with"
                + " its .done file to extract all its clips again");
    }

    static LedgerDamagedException atByte(Path file, long offset) {
        return new LedgerDamagedException("the line at byte " + offset + " of " + file
                + " is not what was written: nothing was changed; start the run again, which checks the whole file");
    }

    static LedgerDamagedException ofFailures(Path file, long line, String why) {
        return new LedgerDamagedException(
                "line " + line + " of " + file + " cannot be read (" + why + "): 'resume' writes the file anew");
    }

    static LedgerDamagedException table(Path file) {
        return new LedgerDamagedException(file + " is not the table that its run wrote (its bytes have changed since):"
                + " bring it back from a copy, or move it away, and 'vmaf-fleet resume " + file
                + "' measures its clips again and writes it anew");
    }

    static LedgerDamagedException manifest(Path file, String why) {
        return new LedgerDamagedException(file + " cannot be read (" + why
                + "): nothing was changed; bring the file back from a copy, or choose another output");
    }
}
