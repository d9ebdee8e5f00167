package io.vmaffleet.coordinator.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What opening a ledger found and put right.
///
/// @param rows clips of the plan that have their row
/// @param rowsOutsidePlan rows of clips that are not in the plan; kept, and left out of the table
/// @param cutBytes how much of staging's end was never forced, and was cut off
/// @param lost how many clips `.done` names that have no row; they are extracted again
/// @param lostExamples the first of them
/// @param repeatedRows rows of clips that had one already; the first stays
/// @param disagreeing how many of these differ from the first
/// @param badAttemptLines lines of `X.attempts.jsonl` that cannot be read
/// @param withoutFrames rows without the scores of their frames, in a run that wants these; extracted again
/// @param adoption what was taken over, if this opening did
public record RepairReport(
        long rows,
        long rowsOutsidePlan,
        long cutBytes,
        long lost,
        List<String> lostExamples,
        long repeatedRows,
        long disagreeing,
        long badAttemptLines,
        long withoutFrames,
        Optional<AdoptionReport> adoption) {
    public RepairReport {
        lostExamples = List.copyOf(lostExamples);
    }

    /// What a person should know, a sentence each; empty when there was nothing to repair.
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        adoption.ifPresent(report -> sentences.addAll(report.sentences()));
        if (cutBytes > 0) {
            sentences.add("Cut off " + cutBytes
                    + " bytes at the end of staging that a crash left unfinished; their clips are extracted again.");
        }
        if (lost > 0) {
            sentences.add(lost + " clips stand in .done without a row and are extracted again, such as "
                    + String.join(", ", lostExamples) + ".");
        }
        if (withoutFrames > 0) {
            sentences.add(withoutFrames + " rows are there without the scores of their frames; their clips are"
                    + " extracted again.");
        }
        if (repeatedRows > 0) {
            sentences.add(repeatedRows + " rows in staging are of clips that have one already; the first of each stays"
                    + (disagreeing > 0 ? ", though " + disagreeing + " differ from it." : "."));
        }
        if (rowsOutsidePlan > 0) {
            sentences.add(rowsOutsidePlan + " rows are of clips that are not in the corpus now; the table leaves them"
                    + " out.");
        }
        if (badAttemptLines > 0) {
            sentences.add(badAttemptLines + " lines of the attempts file cannot be read and are passed over.");
        }
        return sentences;
    }
}
