package io.vmaffleet.coordinator.ledger;

import java.nio.file.Path;

/// The names of a run's files beside its output `X.parquet`. Staging, `.done` and `.manifest.json` are the
/// reference's own, so that its users find what they know.
///
/// @param output the table's path, absolute and normalised
public record LedgerFiles(Path output) {
    private static final String TABLE_ENDING = ".parquet";

    public LedgerFiles {
        output = output.toAbsolutePath().normalize();
        if (output.getFileName() == null || output.getParent() == null) {
            throw new IllegalArgumentException("the output " + output + " names no file");
        }
    }

    /// `X.rows.jsonl`: one measured row a line, until the table is written.
    public Path staging() {
        return beside(".rows.jsonl");
    }

    /// `X.parquet.rows.jsonl`: the reference's other name for staging; read when its ledger is taken over.
    public Path otherStaging() {
        return output.resolveSibling(output.getFileName() + ".rows.jsonl");
    }

    /// `X.done`: one clip name a line.
    public Path done() {
        return beside(".done");
    }

    /// `X.attempts.jsonl`: whatever is not a row.
    public Path attempts() {
        return beside(".attempts.jsonl");
    }

    /// `X.failed.jsonl`: the clips without a row and why, derived from the attempts and the plan.
    public Path failed() {
        return beside(".failed.jsonl");
    }

    /// `X.run.json`: see [RunManifest].
    public Path run() {
        return beside(".run.json");
    }

    /// `X.manifest.json`: what the reference says of its table when a run of it ends.
    public Path scriptManifest() {
        return beside(".manifest.json");
    }

    /// `X.lock`: never deleted, never opened to be read.
    public Path lock() {
        return beside(".lock");
    }

    /// `X.frames.jsonl`: a part of a clip's per-frame scores a line, until their dataset is written.
    public Path frames() {
        return beside(".frames.jsonl");
    }

    /// `X.frames.tmp`: the same while it is made anew from the dataset.
    public Path framesTmp() {
        return beside(".frames.tmp");
    }

    /// `X.rows.tmp`: staging while it is made anew, from a table or from the reference's ledger.
    public Path rowsTmp() {
        return beside(".rows.tmp");
    }

    Path folder() {
        Path parent = output.getParent();
        if (parent == null) {
            throw new IllegalStateException(output + " lies in no folder");
        }
        return parent;
    }

    private Path beside(String ending) {
        String name = String.valueOf(output.getFileName());
        String stem = name.endsWith(TABLE_ENDING) && name.length() > TABLE_ENDING.length()
                ? name.substring(0, name.length() - TABLE_ENDING.length())
                : name;
        return output.resolveSibling(stem + ending);
    }
}
