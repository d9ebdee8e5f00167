package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.ledger.RunManifest.Adopted;
import io.vmaffleet.coordinator.ledger.RunManifest.Holder;
import io.vmaffleet.coordinator.ledger.RunManifest.State;
import io.vmaffleet.task.Recipe;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The open files of a ledger, from lock to close. Only the ledger's thread calls it, but for what says otherwise.
final class LedgerStore implements Closeable {
    private final LedgerFiles files;
    private final FileLayer layer;
    private final Clock clock;
    private final FinishedTable.Opener tables;
    private final LedgerLock lock;
    private final ManifestFile manifest;
    private final LedgerIndex index;
    private final AttemptLog attemptLog;

    /// Null while the table has the rows: staging beside a table is complete or not there.
    private FileLayer.@Nullable AppendFile staging;

    /// Beside staging, in a run that wants the scores of each frame.
    private FileLayer.@Nullable AppendFile frames;

    private FileLayer.@Nullable AppendFile attempts;
    private @Nullable DoneLog done;
    private volatile boolean rowsInTable;
    private volatile RepairReport repairs;

    private LedgerStore(
            LedgerFiles files,
            FileLayer layer,
            Clock clock,
            FinishedTable.Opener tables,
            LedgerLock lock,
            ManifestFile manifest,
            LedgerIndex index) {
        this.files = files;
        this.layer = layer;
        this.clock = clock;
        this.tables = tables;
        this.lock = lock;
        this.manifest = manifest;
        this.index = index;
        this.attemptLog = new AttemptLog(files);
        this.repairs = new RepairReport(0, 0, 0, 0, List.of(), 0, 0, 0, 0, Optional.empty());
    }

    /// In this order: kernel lock, wait for a living holder, write the holder, take over, repair. Nothing is written
    /// before all that may refuse has been asked; each step may be repeated by the next opening.
    static LedgerStore open(LedgerFiles files, LedgerOpening opening, Clock clock, FileLayer layer) throws IOException {
        LedgerLock lock = LedgerLock.take(files);
        LedgerStore store = null;
        boolean opened = false;
        try {
            Optional<RunManifest> found = RunManifest.read(files);
            if (found.isPresent()) {
                opening.holderWait().untilGone(found.get());
                requireOwnTable(files, found.get());
            }
            RunManifest chosen = opening.choice()
                    .choose(found)
                    .withHolder(
                            new Holder(opening.host(), ProcessHandle.current().pid(), clock.instant()));
            Adoption adoption = new Adoption(files, layer, opening.tables());
            boolean adopting = found.isPresent() ? found.get().state() == State.ADOPTING : adoption.findsSomething();
            ManifestFile manifest;
            Optional<AdoptionReport> adopted = Optional.empty();
            if (adopting && !chosen.recipe().digest().equals(Recipe.K150K.digest())) {
                throw ForeignLedgerException.ofTheScript(files.output(), chosen.recipe());
            }
            if (adopting && chosen.frames().isPresent()) {
                throw ForeignLedgerException.withoutFrames(files.output());
            }
            if (adopting) {
                Adoption.Survey survey = adoption.survey();
                manifest = new ManifestFile(files, layer, chosen.withState(State.ADOPTING));
                AdoptionReport report = adoption.take(survey);
                adopted = Optional.of(report);
                State next = chosen.state() == State.ADOPTING ? State.NEW : chosen.state();
                manifest.write(chosen.withState(next).withAdoption(new Adopted(report.rows(), report.digest())));
            } else {
                manifest = new ManifestFile(files, layer, chosen);
            }
            LedgerIndex index = new LedgerIndex(
                    opening.plan().orElse(List.of()), opening.plan().isEmpty());
            store = new LedgerStore(files, layer, clock, opening.tables(), lock, manifest, index);
            store.repair(adopted);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                if (store != null) {
                    store.close();
                }
                lock.close();
            }
        }
    }

    /// Where the rows are in the table, it must be the one that was written; a run of an earlier version has no record.
    private static void requireOwnTable(LedgerFiles files, RunManifest run) throws IOException {
        if (run.table().isPresent()
                && Files.exists(files.output())
                && !Files.exists(files.staging())
                && !run.table().equals(Optional.of(FileDigest.of(files.output())))) {
            throw LedgerDamagedException.table(files.output());
        }
    }

    private void repair(Optional<AdoptionReport> adopted) throws IOException {
        layer.delete(files.rowsTmp());
        if (withFrames()) {
            layer.delete(files.framesTmp());
        }
        AttemptLog.Scan scan = attemptLog.scan(index);
        if (Files.exists(files.attempts()) && Files.size(files.attempts()) > scan.end()) {
            layer.truncate(files.attempts(), scan.end());
        }
        readRows(scan.badLines(), adopted);
    }

    /// Reads the rows from where they are, staging or table, writes `.done` anew and opens what grows.
    private void readRows(long badAttemptLines, Optional<AdoptionReport> adopted) throws IOException {
        rowsInTable = Files.exists(files.output()) && !Files.exists(files.staging());
        Reconciliation reconciliation = new Reconciliation(files, layer, index);
        Reconciliation.Found found = rowsInTable
                ? reconciliation.table(tables.open(files.output()), badAttemptLines)
                : reconciliation.staging(withFrames(), badAttemptLines, clock, adopted);
        attempts = layer.append(files.attempts());
        if (!rowsInTable) {
            staging = layer.append(files.staging());
        }
        if (!rowsInTable && withFrames()) {
            frames = layer.append(files.frames());
        } else if (withFrames()) {
            // their dataset was in place before the rows' staging went
            layer.delete(files.frames());
        }
        layer.forceFolder(files.folder());
        done = DoneLog.rewrite(files, layer, index);
        recordOnce(found.disagreements());
        repairs = found.report();
    }

    private void recordOnce(List<AttemptEvent> events) throws IOException {
        try (Batch batch = new Batch(files, index, clock)) {
            events.forEach(batch::record);
            batch.commit(frames, staging, open(attempts), open(done));
        }
    }

    /// Commits a batch; see [Batch#commit]. What it returns is on the disk.
    List<Committed> commit(List<LedgerWrite> writes) throws IOException {
        manifest.checkStillHeld();
        try (Batch batch = new Batch(files, index, clock)) {
            for (LedgerWrite write : writes) {
                batch.add(write);
            }
            return batch.commit(frames, staging, open(attempts), open(done));
        }
    }

    /// Changes the manifest; who holds the run stays.
    RunManifest update(UnaryOperator<RunManifest> change) throws IOException {
        manifest.checkStillHeld();
        RunManifest before = manifest.manifest();
        RunManifest after = change.apply(before).withHolder(before.holder().orElseThrow());
        manifest.write(after);
        return after;
    }

    void writeFailed(List<FailedClip> ofThePlan) throws IOException {
        manifest.checkStillHeld();
        FailureLog.write(files, layer, attemptLog, index, ofThePlan);
    }

    void writeScriptManifest(String text) throws IOException {
        manifest.checkStillHeld();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Replacement.replace(layer, files.scriptManifest(), out -> out.write(bytes));
    }

    /// Ends staging's life; `.done` stays, as the reference's does.
    void deleteStaging() throws IOException {
        manifest.checkStillHeld();
        if (!Files.exists(files.output())) {
            throw new IllegalStateException("there is no " + files.output() + " that could replace staging");
        }
        if (staging != null) {
            staging.close();
            staging = null;
        }
        if (frames != null) {
            frames.close();
            frames = null;
        }
        rowsInTable = true;
        layer.delete(files.staging());
        layer.forceFolder(files.folder());
        if (withFrames()) {
            // not before: rows without them are measured again
            layer.delete(files.frames());
        }
        index.moveRowsToTable();
    }

    /// Puts the table's rows back into staging, complete from the moment it is there, and reads it as any other. The
    /// scores of their frames are there before.
    void restoreFromTable(FinishedFrames finishedFrames) throws IOException {
        manifest.checkStillHeld();
        if (!rowsInTable) {
            throw new IllegalStateException("the rows of " + files.output() + " are in staging");
        }
        if (withFrames()) {
            Replacement.replace(
                    layer,
                    files.frames(),
                    files.framesTmp(),
                    out -> finishedFrames.forEachClip((clip, scores) -> {
                        for (int part = 0; part < scores.size(); part++) {
                            out.write(new FrameLine(clip, part, scores.size(), scores.get(part)).encode());
                        }
                    }));
        }
        FinishedTable table = tables.open(files.output());
        Replacement.replace(
                layer,
                files.staging(),
                files.rowsTmp(),
                out -> table.forEachRow(
                        (name, row) -> out.write(StagingCodec.encode(name, row, Optional.empty(), false))));
        closeGrowing();
        index.forgetRows();
        readRows(repairs.badAttemptLines(), Optional.empty());
    }

    /// Whether the scores of each frame belong to a row.
    private boolean withFrames() {
        return manifest.manifest().frames().isPresent();
    }

    /// For any thread.
    boolean rowsInTable() {
        return rowsInTable;
    }

    /// For any thread.
    RepairReport repairs() {
        return repairs;
    }

    /// For any thread.
    RunManifest manifest() {
        return manifest.manifest();
    }

    /// For any thread.
    LedgerIndex index() {
        return index;
    }

    /// For any thread.
    AttemptLog attemptLog() {
        return attemptLog;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            closeGrowing();
        }
    }

    private void closeGrowing() throws IOException {
        List<Closeable> growing = new ArrayList<>();
        for (Closeable file : Arrays.<@Nullable Closeable>asList(frames, staging, attempts, done)) {
            if (file != null) {
                growing.add(file);
            }
        }
        frames = null;
        staging = null;
        attempts = null;
        done = null;
        IOException failure = null;
        for (Closeable file : growing) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e; // the others are closed all the same
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static <T> T open(@Nullable T file) {
        if (file == null) {
            throw new IllegalStateException("the ledger is closed");
        }
        return file;
    }
}
