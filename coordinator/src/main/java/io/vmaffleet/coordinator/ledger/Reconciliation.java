package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.coordinator.ledger.AttemptEvent.Kind;
import io.vmaffleet.result.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings the files of a ledger to agree with each other, whatever a crash left, or finds that they are damaged and
/// leaves them as they are.
final class Reconciliation {
    private static final int EXAMPLES = 5;

    private final LedgerFiles files;
    private final FileLayer layer;
    private final LedgerIndex index;

    private final List<String> lostExamples = new ArrayList<>();
    private long lost;
    private long cutBytes;
    private long withoutFrames;

    Reconciliation(LedgerFiles files, FileLayer layer, LedgerIndex index) {
        this.files = files;
        this.layer = layer;
        this.index = index;
    }

    /// What was found, and the events of rows that disagree, which are still to be written.
    record Found(RepairReport report, List<AttemptEvent> disagreements) {}

    /// Reads staging into the index and cuts off what was never forced.
    ///
    /// @param withFrames whether a row counts only with the scores of its frames
    /// @throws LedgerDamagedException if forced rows are missing
    Found staging(boolean withFrames, long badAttemptLines, Clock clock, Optional<AdoptionReport> adoption)
            throws IOException {
        StagingScan scan = Files.exists(files.staging())
                ? StagingScan.of(files.staging(), index)
                : new StagingScan(0, 0, List.of());
        compareWithDone(scan.badLine());
        if (scan.badLine() > 0) {
            cutBytes = Files.size(files.staging()) - scan.goodBytes();
            layer.truncate(files.staging(), scan.goodBytes());
        }
        if (withFrames) {
            frames();
        }
        List<AttemptEvent> disagreements = disagreements(scan.repeated(), clock);
        return new Found(
                report(scan.repeated().size(), disagreements.size(), badAttemptLines, adoption), disagreements);
    }

    /// They were forced before their rows, so a row without them is what damage leaves, or a lost file.
    private void frames() throws IOException {
        if (Files.exists(files.frames())) {
            FrameScan scan = FrameScan.of(files.frames(), index);
            if (Files.size(files.frames()) > scan.goodBytes()) {
                layer.truncate(files.frames(), scan.goodBytes());
            }
        }
        withoutFrames = index.rowsWithoutFrames();
        index.forgetRowsWithoutFrames();
    }

    /// Where the table has the rows and staging is gone: takes its names into the index.
    Found table(FinishedTable table, long badAttemptLines) throws IOException {
        table.forEachName(name -> index.putRow(name, LedgerIndex.IN_TABLE, false));
        compareWithDone(0);
        return new Found(report(0, 0, badAttemptLines, Optional.empty()), List.of());
    }

    /// A name in `.done` says that its row was forced. If a line is bad and such a row is missing, the bad line is
    /// no unforced tail.
    private void compareWithDone(long badLine) throws IOException {
        DoneLog.forEachName(files.done(), name -> {
            if (index.rowPlace(name) != 0) {
                return;
            }
            if (badLine > 0) {
                throw LedgerDamagedException.atLine(files.staging(), badLine, name);
            }
            lost++;
            if (lostExamples.size() < EXAMPLES) {
                lostExamples.add(name);
            }
        });
    }

    private List<AttemptEvent> disagreements(List<StagingScan.Repeated> repeated, Clock clock) throws IOException {
        List<AttemptEvent> events = new ArrayList<>();
        if (repeated.isEmpty()) {
            return events;
        }
        Path staging = files.staging();
        try (PlacedLines lines = new PlacedLines(staging)) {
            for (StagingScan.Repeated pair : repeated) {
                StagedRow first = StagingCodec.decode(lines.read(pair.first()));
                StagedRow second = StagingCodec.decode(lines.read(pair.second()));
                List<String> columns = first.row().differencesFrom(second.row());
                if (!columns.isEmpty()) {
                    events.add(disagreement(
                            first,
                            second.provenance(),
                            columns,
                            Optional.of("staging@" + Place.offset(pair.second())),
                            clock));
                }
            }
        }
        return events;
    }

    /// The event of a second row that differs from the one kept.
    ///
    /// @param source what the second row came by, so that it is recorded once
    static AttemptEvent disagreement(
            StagedRow kept, Optional<Provenance> other, List<String> columns, Optional<String> source, Clock clock) {
        return new AttemptEvent(
                Kind.DISAGREED,
                kept.clip(),
                source,
                Optional.empty(),
                "differs in " + String.join(", ", columns) + " from the row kept, of "
                        + kept.provenance()
                                .map(first -> "host " + first.host() + ", engine " + first.engine())
                                .orElse(kept.adopted() ? "the Python script" : "the table"),
                other.map(Provenance::host),
                other.map(from -> from.worker().value()),
                other.map(from -> from.engine().value()),
                clock.instant(),
                0,
                false,
                Optional.empty());
    }

    private RepairReport report(
            long repeated, long disagreeing, long badAttemptLines, Optional<AdoptionReport> adoption) {
        return new RepairReport(
                index.done(),
                index.rowsOutsidePlan(),
                cutBytes,
                lost,
                lostExamples,
                repeated,
                disagreeing,
                badAttemptLines,
                withoutFrames,
                adoption);
    }
}
