package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes over what the reference's script left beside an output: table rows and staging rows become staging in our
/// form, marked as adopted. Staging beats the table, and the last row of a name beats those before.
///
/// It can be done again from any point: what it reads stays until the new staging takes its place in one step, and
/// the new staging is read like the old.
final class Adoption {
    private final LedgerFiles files;
    private final FileLayer layer;
    private final FinishedTable.Opener tables;

    Adoption(LedgerFiles files, FileLayer layer, FinishedTable.Opener tables) {
        this.files = files;
        this.layer = layer;
        this.tables = tables;
    }

    /// Whether anything lies beside the output that a run leaves.
    boolean findsSomething() {
        return Files.exists(files.output())
                || Files.exists(files.staging())
                || Files.exists(files.otherStaging())
                || Files.exists(files.done());
    }

    private FinishedTable openTable() throws IOException {
        try {
            return tables.open(files.output());
        } catch (IOException e) {
            throw ForeignLedgerException.noTable(e);
        }
    }

    /// Reads everything once, changing nothing.
    ///
    /// @throws ForeignLedgerException if any of it is not the script's
    Survey survey() throws IOException {
        Survey survey = new Survey();
        if (Files.exists(files.output())) {
            FinishedTable table = openTable();
            checkColumns(table);
            survey.table = Optional.of(table);
            table.forEachName(name -> survey.last.put(name, survey.nextTableKey()));
        }
        for (Path staging : stagings()) {
            try (LineScanner lines = new LineScanner(staging)) {
                while (lines.next()) {
                    Optional<ScriptLine> line = ScriptLine.read(staging, lines);
                    if (line.isPresent()) {
                        survey.last.put(line.get().clip(), stagingKey(staging, lines));
                    } else {
                        survey.skippedLines++;
                    }
                }
            }
        }
        return survey;
    }

    /// Puts staging in our form in place of the script's.
    AdoptionReport take(Survey survey) throws IOException {
        Taking taking = new Taking();
        Replacement.replace(layer, files.staging(), files.rowsTmp(), out -> {
            if (survey.table.isPresent()) {
                survey.tableRows = 0;
                survey.table.get().forEachRow((name, row) -> {
                    if (isLast(survey, name, survey.nextTableKey()) && ClipName.isUsable(name)) {
                        taking.write(out, name, row);
                        taking.fromTable++;
                    }
                });
            }
            for (Path staging : stagings()) {
                try (LineScanner lines = new LineScanner(staging)) {
                    while (lines.next()) {
                        Optional<ScriptLine> line = ScriptLine.read(staging, lines);
                        if (line.isPresent() && isLast(survey, line.get().clip(), stagingKey(staging, lines))) {
                            taking.write(out, line.get().clip(), line.get().row());
                            taking.fromStaging++;
                        }
                    }
                }
            }
        });
        return taking.report(survey.skippedLines);
    }

    private static boolean isLast(Survey survey, String name, long key) {
        Long last = survey.last.get(name);
        return last != null && last == key;
    }

    private void checkColumns(FinishedTable table) throws ForeignLedgerException {
        Optional<String> foreign = ReferenceColumns.foreignAmong(table.columns());
        if (foreign.isPresent()) {
            throw ForeignLedgerException.has(files.output(), "", foreign.get());
        }
        for (String column : ReferenceColumns.MEASURED) {
            if (!table.columns().contains(column)) {
                throw ForeignLedgerException.lacks(files.output(), column);
            }
        }
    }

    /// The one under the usual name last, so that it wins.
    private List<Path> stagings() {
        List<Path> found = new ArrayList<>();
        for (Path staging : List.of(files.otherStaging(), files.staging())) {
            if (Files.exists(staging)) {
                found.add(staging);
            }
        }
        return found;
    }

    private long stagingKey(Path staging, LineScanner line) {
        return line.offset() << 1 | (staging.equals(files.staging()) ? 1 : 0);
    }

    /// Where the row of each name stands that is taken: an offset in one of the two staging files, or, as a negative
    /// number, a row of the table.
    static final class Survey {
        private final Map<String, Long> last = new HashMap<>();
        private Optional<FinishedTable> table = Optional.empty();
        private long tableRows;
        private long skippedLines;

        private long nextTableKey() {
            return - ++tableRows;
        }
    }

    private static final class Taking {
        private final MessageDigest digest = sha256();
        private final List<String> doubtful = new ArrayList<>();
        private long fromTable;
        private long fromStaging;

        void write(OutputStream out, String clip, FeatureRow row) throws IOException {
            byte[] line = StagingCodec.encode(clip, row, Optional.empty(), true);
            digest.update(line);
            out.write(line);
            // the script reads HDR clips as 8 bits or without cambi, and never applies the weight it writes
            if (row.isHdr() || row.motionFpsWeight() != 1) {
                doubtful.add(clip);
            }
        }

        AdoptionReport report(long skippedLines) {
            return new AdoptionReport(
                    fromTable, fromStaging, skippedLines, HexFormat.of().formatHex(digest.digest(), 0, 8), doubtful);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }
}
