package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.DiskSpace;
import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.coordinator.ledger.FileDigest;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.ledger.StagedFrames;
import io.vmaffleet.coordinator.ledger.StagedRow;
import io.vmaffleet.coordinator.ledger.StagedRows;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.status.RunSnapshot;
import io.vmaffleet.coordinator.table.FeatureTableWriter;
import io.vmaffleet.coordinator.table.FramesDataset;
import io.vmaffleet.coordinator.table.FramesDatasetWriter;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.coordinator.table.TableFiles;
import io.vmaffleet.coordinator.table.TableFooter;
import io.vmaffleet.coordinator.table.WrittenTable;
import io.vmaffleet.coordinator.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The end of a run: the table once, and the dataset of per-frame scores where one is wanted, then the list of clips
/// without a row and the manifest, then staging goes.
///
/// Commit point: table and dataset are renamed into place and their folders forced before staging is deleted, so at any
/// moment either they or staging are complete; whatever is cut short is done again by the next start. While staging is
/// there the table counts as not written, so a table without staging has its manifest.
final class TableWriting {
    private final LedgerFiles files;
    private final Path output;
    private final Plan plan;
    private final RunLedger ledger;
    private final TableFiles tableFiles;
    private final ScriptManifest summary;

    TableWriting(LedgerFiles files, Plan plan, RunLedger ledger, TableFiles tableFiles, ScriptManifest summary) {
        this.files = files;
        this.output = files.output();
        this.plan = plan;
        this.ledger = ledger;
        this.tableFiles = tableFiles;
        this.summary = summary;
    }

    /// Whether the table that lies there is the one that would be written.
    boolean isCurrent() throws IOException {
        if (!ledger.rowsInTable() || !Files.exists(output)) {
            return false;
        }
        return TableFile.corpusDigest(output)
                .filter(plan.corpusDigest()::equals)
                .isPresent();
    }

    /// Writes the table from staging.
    ///
    /// @param end the run as it stands
    /// @return how many rows it has
    long write(RunSnapshot end) throws IOException {
        List<FailedClip> failures = failures();
        DiskSpace.require(files, 0, ledger.doneCount());
        WrittenTable table;
        try (StagedRows rows = ledger.rows()) {
            long leftOut = failures.stream()
                    .filter(clip -> clip.verdict() == Verdict.LEFT_OUT)
                    .count();
            table = new FeatureTableWriter(tableFiles)
                    .write(
                            output,
                            plan,
                            ledger.manifest().recipe(),
                            clip -> rows.row(clip).map(StagedRow::row),
                            new TableFooter(
                                    ledger.manifest().engine(),
                                    failures.size() - leftOut,
                                    leftOut,
                                    ledger.adoptedCount()));
        }
        Optional<FileDigest> frames = writeFrames();
        writeFailures();
        FileDigest bytes = FileDigest.of(output);
        ledger.update(run -> {
            RunManifest finished = run.withSource(
                            run.source(),
                            new RunManifest.Digests(
                                    plan.total(), plan.clipListDigest(), plan.sizesDigest(), table.labelsDigest()))
                    .withTable(bytes)
                    .withState(RunManifest.State.FINISHED);
            return frames.map(finished::withFrames).orElse(finished);
        });
        summary.written(end);
        ledger.deleteStaging();
        return table.rows();
    }

    private Optional<FileDigest> writeFrames() throws IOException {
        RunManifest manifest = ledger.manifest();
        if (manifest.frames().isEmpty()) {
            return Optional.empty();
        }
        RunManifest.Frames frames = manifest.frames().get();
        FramesDatasetWriter writer = new FramesDatasetWriter(tableFiles);
        Path prepared;
        try (StagedFrames staged = ledger.frames()) {
            prepared = writer.prepare(
                    frames.folder(),
                    plan,
                    manifest.recipe(),
                    manifest.engine(),
                    // an attempt whose row was never forced may have left scores
                    clip -> ledger.done(clip) ? staged.scores(clip) : List.of());
        }
        FileDigest bytes = FileDigest.of(FramesDataset.parts(prepared));
        FramesPlace.requireReplaceable(frames, bytes);
        writer.putInPlace(prepared, frames.folder());
        return Optional.of(bytes);
    }

    /// Brings the rows of a finished run back to staging, and the scores of their frames.
    void restore() throws IOException {
        RunManifest manifest = ledger.manifest();
        ledger.restoreFromTable(consumer ->
                FramesDataset.readScores(manifest.frames().orElseThrow().folder(), manifest.recipe(), consumer));
        long without = ledger.repairs().withoutFrames();
        if (without > 0) {
            throw new IOException("the per-frame scores of " + without + " clips of " + output
                    + " are not in their dataset: 'vmaf-fleet resume " + output + "' measures them again");
        }
    }

    /// Writes the list of clips without a row, as far as it is known.
    void writeFailures() throws IOException {
        ledger.writeFailed(excluded());
    }

    private List<FailedClip> failures() throws IOException {
        List<FailedClip> failures = new ArrayList<>(excluded());
        ledger.forEachGivenUp(failures::add);
        return failures;
    }

    private List<FailedClip> excluded() {
        return plan.excluded().stream()
                .map(file -> new FailedClip(
                        file.name(),
                        file.reason(),
                        file.detail(),
                        file.isLeftOut() ? Verdict.LEFT_OUT : Verdict.FAILED,
                        0,
                        List.of()))
                .toList();
    }
}
