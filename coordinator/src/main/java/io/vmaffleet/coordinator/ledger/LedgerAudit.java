package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.wire.WireFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks through the files of a ledger as they lie and changes none: without the lock, also while a coordinator writes
/// them. What is wrong becomes a sentence, and the looking goes on.
///
/// Steps in their order: the rows, by [#staging] or [#tableRow]; then [#done], [#failedList], [#attempts]. For one
/// thread.
public final class LedgerAudit {
    private static final int DISAGREEMENTS_NAMED = 3;

    private final LedgerFiles files;
    private final LedgerIndex index;
    private final AttemptLog attemptLog;
    private final long doneBytes;
    private final List<String> faults = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private long badLine;

    /// @param plan the clips in corpus order; empty where it is not known: then every clip counts as planned
    public LedgerAudit(LedgerFiles files, Optional<List<ClipName>> plan) throws IOException {
        this.files = files;
        this.index = new LedgerIndex(plan.orElse(List.of()), plan.isEmpty());
        this.attemptLog = new AttemptLog(files);
        // a name is written when its row is: those that come from here on may have rows that are read too early
        this.doneBytes = Files.exists(files.done()) ? Files.size(files.done()) : 0;
    }

    /// Takes in a row of the table.
    ///
    /// @return false if its clip had one
    public boolean tableRow(ClipName clip) {
        return index.putRow(clip.value(), LedgerIndex.IN_TABLE, false);
    }

    /// Reads staging: line ends, CRCs, every column of every row, and second rows of a clip against the first.
    ///
    /// @param manifest with the run's recipe, and the engine that it is bound to
    public void staging(RunManifest manifest) throws IOException {
        StagingScan scan = StagingScan.of(files.staging(), index);
        badLine = scan.badLine();
        if (badLine > 0) {
            remarks.add("the last " + (Files.size(files.staging()) - scan.goodBytes()) + " bytes of " + files.staging()
                    + " are no whole row: nothing that was forced, so 'resume' cuts them off");
        }
        parse(scan.goodBytes(), manifest);
        compare(scan.repeated());
        if (manifest.frames().isPresent()) {
            frames();
        }
    }

    /// Behind the rows, before which the scores of their frames are written.
    private void frames() throws IOException {
        if (Files.exists(files.frames())) {
            FrameScan.of(files.frames(), index);
        }
        int without = index.rowsWithoutFrames();
        if (without > 0) {
            faults.add(clips(without) + " with a row and without the scores of its frames in " + files.frames()
                    + ": 'resume' measures them again");
        }
    }

    /// Holds `.done` against the rows.
    public void done() throws IOException {
        Tally.Counter lost = new Tally.Counter();
        DoneLog.forEachName(files.done(), doneBytes, name -> {
            if (index.rowPlace(name) == 0) {
                lost.add(name);
            }
        });
        Tally names = lost.tally();
        if (names.count() > 0 && badLine > 0) {
            remarks.clear();
            faults.add(LedgerDamagedException.atLine(
                            files.staging(), badLine, names.examples().getFirst())
                    .getMessage());
        } else if (names.count() > 0) {
            faults.add(files.done() + " names " + clips(names.count()) + " whose row is gone (" + names
                    + "): 'resume' measures them again");
        }
    }

    /// The list of clips without a row, as it lies.
    public List<FailedClip> failedList() throws IOException {
        if (!Files.exists(files.failed())) {
            faults.add(files.failed() + " is missing: 'resume' writes it anew");
            return List.of();
        }
        try {
            return FailureLog.read(files.failed());
        } catch (LedgerDamagedException e) {
            faults.add(e.getMessage());
            return List.of();
        }
    }

    /// Reads the attempts.
    ///
    /// @return the clips that they give up, and that have no row
    public List<FailedClip> attempts() throws IOException {
        AttemptLog.Scan scan = attemptLog.scan(index);
        if (scan.badLines() > 0) {
            faults.add(scan.badLines() + (scan.badLines() == 1 ? " line of " : " lines of ") + files.attempts()
                    + " cannot be read: bring the file back from a copy, or the attempts they tell of are forgotten");
        }
        List<FailedClip> givenUp = new ArrayList<>();
        attemptLog.forEachGivenUp(index, givenUp::add);
        tellDisagreements();
        return givenUp;
    }

    /// How many clips of the plan have a row.
    public int rows() {
        return index.done();
    }

    public boolean hasRow(ClipName clip) {
        return index.rowPlace(clip.value()) != 0;
    }

    /// Rows of clips that are not in the plan.
    public int rowsOutsidePlan() {
        return index.rowsOutsidePlan();
    }

    /// What is wrong, a sentence each.
    public List<String> faults() {
        return faults;
    }

    /// What is as it may be, and worth knowing.
    public List<String> remarks() {
        return remarks;
    }

    private void parse(long goodBytes, RunManifest manifest) throws IOException {
        Optional<EngineFingerprint> engine = manifest.engine();
        List<FeatureColumn> columns = manifest.recipe().columns();
        Tally.Counter unreadable = new Tally.Counter();
        Map<EngineFingerprint, Tally.Counter> strangers = new HashMap<>();
        try (LineScanner lines = new LineScanner(files.staging())) {
            while (lines.next() && lines.offset() < goodBytes) {
                try {
                    StagedRow row = StagingCodec.decode(lines.buffer(), lines.from(), lines.to());
                    row.row().requireColumns(columns);
                    row.provenance()
                            .filter(from -> !Optional.of(from.engine()).equals(engine))
                            .ifPresent(from -> strangers
                                    .computeIfAbsent(from.engine(), other -> new Tally.Counter())
                                    .add(row.clip().value()));
                } catch (WireFormatException | IllegalArgumentException e) {
                    unreadable.add("line " + lines.number() + ": " + e.getMessage());
                }
            }
        }
        Tally bad = unreadable.tally();
        if (bad.count() > 0) {
            faults.add(bad.count() + (bad.count() == 1 ? " row of " : " rows of ") + files.staging()
                    + " cannot be read as a row (" + bad + "): take the lines out, here and in " + files.done()
                    + ", and 'resume' measures the clips again");
        }
        strangers.forEach((other, counter) -> {
            Tally rows = counter.tally();
            faults.add(rows.count() + (rows.count() == 1 ? " row was" : " rows were") + " measured by engine " + other
                    + ", and the run is bound to "
                    + engine.map(EngineFingerprint::value).orElse("none") + " (" + rows + ")");
        });
    }

    private void compare(List<StagingScan.Repeated> repeated) throws IOException {
        if (repeated.isEmpty()) {
            return;
        }
        try (PlacedLines lines = new PlacedLines(files.staging())) {
            for (StagingScan.Repeated pair : repeated) {
                compare(lines.read(pair.first()), lines.read(pair.second()));
            }
        }
    }

    private void compare(byte[] line, byte[] later) {
        try {
            StagedRow first = StagingCodec.decode(line);
            StagedRow second = StagingCodec.decode(later);
            List<String> columns = first.row().differencesFrom(second.row());
            if (!columns.isEmpty()) {
                faults.add(first.clip() + " has two rows in " + files.staging() + " that differ in "
                        + String.join(", ", columns) + ", the first of " + origin(first) + ", the second of "
                        + origin(second) + ": the table gets the first");
            }
        } catch (WireFormatException e) {
            remarks.add("a second row in staging is not compared, since one of the two cannot be read");
        }
    }

    private void tellDisagreements() throws IOException {
        for (String clip : index.disagreed(DISAGREEMENTS_NAMED)) {
            for (AttemptEvent event : attemptLog.history(index, clip)) {
                if (event.kind() == AttemptEvent.Kind.DISAGREED) {
                    faults.add(clip + " was measured twice and the rows disagree: that of "
                            + event.host().map(host -> "host " + host).orElse("an unknown host")
                            + event.engine().map(engine -> ", engine " + engine).orElse("") + " " + event.detail()
                            + "; find out which of them is wrong before you trust either");
                }
            }
        }
        int more = index.disagreements() - DISAGREEMENTS_NAMED;
        if (more > 0) {
            faults.add("the rows of " + clips(more) + " more disagreed: " + files.attempts() + " names them");
        }
    }

    private static String origin(StagedRow row) {
        return row.provenance()
                .map(from -> "host " + from.host() + ", engine " + from.engine())
                .orElse(row.adopted() ? "the Python script" : "the table");
    }

    private static String clips(int count) {
        return count + (count == 1 ? " clip" : " clips");
    }
}
