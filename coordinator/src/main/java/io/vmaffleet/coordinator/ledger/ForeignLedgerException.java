package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Path;

/// What lies beside the output was left neither by us nor by the reference's script, so it is not touched.
public final class ForeignLedgerException extends IOException {
    private static final long serialVersionUID = 1;

    private ForeignLedgerException(String what) {
        super(what + ": nothing was changed; move the file away, or choose another output");
    }

    static ForeignLedgerException noTable(IOException why) {
        return new ForeignLedgerException(String.valueOf(why.getMessage()));
    }

    static ForeignLedgerException has(Path file, String where, String column) {
        return new ForeignLedgerException(
                file + where + " has a column '" + column + "' that neither we nor the Python script write");
    }

    static ForeignLedgerException ofTheScript(Path output, Recipe asked) {
        return new ForeignLedgerException(output + " was begun by the Python script, which measures as "
                + Recipe.K150K.name() + ", and the recipe asked for is " + asked.differenceFrom(Recipe.K150K));
    }

    static ForeignLedgerException withoutFrames(Path output) {
        return new ForeignLedgerException(
                output + " was begun by the Python script, which keeps no per-frame scores for --frames");
    }

    static ForeignLedgerException lacks(Path file, String column) {
        return new ForeignLedgerException(file + " lacks the column '" + column + "' that the Python script writes");
    }
}
