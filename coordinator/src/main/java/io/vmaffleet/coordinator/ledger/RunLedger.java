package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// The files of one run beside its output: the truth about which clip has its row and what happened to the others.
///
/// One platform thread owns the files and is never interrupted, since an interrupt would close a channel for
/// everybody. Writes are committed in batches as soon as the last force is back; after the first error of a write or
/// a force this process never writes the ledger again, since the kernel may have dropped the pages, and the next
/// opening recovers. All methods are for any thread; questions are answered from what is forced.
public final class RunLedger implements Ledger, AutoCloseable {
    private final LedgerFiles files;
    private final LedgerThread thread;
    private final LedgerStore store;

    private RunLedger(LedgerFiles files, LedgerThread thread, LedgerStore store) {
        this.files = files;
        this.thread = thread;
        this.store = store;
    }

    /// Takes the run and puts its files in order: kernel lock, wait for a living holder, the manifest with us as its
    /// holder, what the script left taken over, what a crash left repaired.
    ///
    /// @throws LedgerHeldException if another coordinator has it
    /// @throws LedgerDamagedException if forced rows are missing; nothing is overwritten
    /// @throws ForeignLedgerException if what lies there is neither ours nor the script's
    /// @throws UnusableOutputException if the folder cannot be written
    public static RunLedger open(LedgerFiles files, LedgerOpening opening, Clock clock, FileLayer layer)
            throws IOException {
        LedgerThread thread = new LedgerThread(String.valueOf(files.output().getFileName()));
        try {
            LedgerStore store = thread.call(() -> LedgerStore.open(files, opening, clock, layer));
            return new RunLedger(files, thread, store);
        } catch (IOException | RuntimeException | Error e) {
            thread.stop(() -> {});
            throw e;
        }
    }

    /// Begins to accept writes.
    public void start(CommitListener listener) {
        thread.accept(store, listener);
    }

    /// Gives a write to the ledger's thread; waits only where very many are before it. Nothing comes of it if the
    /// ledger is broken: its listener was told.
    ///
    /// @throws IllegalStateException if the ledger is closed, or if a row comes while the
    ///     rows are in the table
    @Override
    public void submit(LedgerWrite write) {
        if (write instanceof LedgerWrite.Row && store.rowsInTable()) {
            throw new IllegalStateException("a row for " + files.output() + " while its rows are in the table");
        }
        thread.submit(write);
    }

    /// What opening found and put right.
    public RepairReport repairs() {
        return store.repairs();
    }

    @Override
    public RunManifest manifest() {
        return store.manifest();
    }

    @Override
    public RunManifest update(UnaryOperator<RunManifest> change) throws IOException {
        return thread.write(() -> store.update(change));
    }

    /// Writes `X.failed.jsonl` from the attempts and from the clips that failed before they could be tasks.
    public void writeFailed(List<FailedClip> ofThePlan) throws IOException {
        thread.write(() -> {
            store.writeFailed(ofThePlan);
            return ofThePlan;
        });
    }

    /// Writes `X.manifest.json`.
    public void writeScriptManifest(String text) throws IOException {
        thread.write(() -> {
            store.writeScriptManifest(text);
            return text;
        });
    }

    /// Deletes staging, to be called when the table is durable. No row is accepted from then on.
    public void deleteStaging() throws IOException {
        thread.write(() -> {
            store.deleteStaging();
            return files;
        });
    }

    /// Whether staging is gone and the table has the rows, as at the opening of a finished run.
    public boolean rowsInTable() {
        return store.rowsInTable();
    }

    /// Brings the rows of a finished run back to staging, so that it can be extended, retried or written anew. Their
    /// provenance is gone.
    ///
    /// @param frames asked for the scores of each frame, in a run that wants them
    public void restoreFromTable(FinishedFrames frames) throws IOException {
        thread.write(() -> {
            store.restoreFromTable(frames);
            return files;
        });
    }

    @Override
    public boolean done(ClipName clip) {
        return store.index().rowPlace(clip.value()) != 0;
    }

    /// How many clips of the plan have their row.
    public int doneCount() {
        return store.index().done();
    }

    /// How many of these rows are marked in staging as the script's; 0 while the rows are in the table.
    public int adoptedCount() {
        return store.rowsInTable() ? 0 : store.index().adopted();
    }

    /// How many clips ever had a second row that differed from the one kept.
    public int disagreements() {
        return store.index().disagreements();
    }

    /// Rows of clips that are not in the plan.
    public int rowsOutsidePlan() {
        return store.index().rowsOutsidePlan();
    }

    /// A clip's row, read from staging; empty if it has none there.
    public Optional<FeatureRow> row(ClipName clip) throws IOException {
        try (StagedRows rows = rows()) {
            return rows.row(clip).map(StagedRow::row);
        }
    }

    /// A reader of many rows; it works as long as staging is there.
    public StagedRows rows() {
        return new StagedRows(files.staging(), store.index());
    }

    /// A reader of per-frame scores, in a run that wants them; it works as long as staging is there.
    public StagedFrames frames() throws IOException {
        return new StagedFrames(files.frames(), store.index());
    }

    @Override
    public List<AttemptEvent> history(ClipName clip) throws IOException {
        return store.attemptLog().history(store.index(), clip.value());
    }

    /// The event that gave a clip up, unless it was retried since or has a row.
    public Optional<AttemptEvent> givenUp(ClipName clip) throws IOException {
        return store.attemptLog().givenUp(store.index(), clip.value());
    }

    @Override
    public void forEachGivenUp(Consumer<FailedClip> consumer) throws IOException {
        store.attemptLog().forEachGivenUp(store.index(), consumer::accept);
    }

    /// Commits what was submitted and lets the run go. May be called again.
    @Override
    public void close() throws IOException {
        thread.stop(store);
    }
}
