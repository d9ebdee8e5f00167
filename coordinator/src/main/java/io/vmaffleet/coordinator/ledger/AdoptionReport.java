package io.vmaffleet.coordinator.ledger;

import java.util.ArrayList;
import java.util.List;

/// What was taken over from the reference's script.
///
/// @param skippedLines staging lines that were torn or could not be read
/// @param digest of all rows taken over
/// @param doubtful clips whose rows the script is known to get wrong: HDR ones and those whose motion it should weigh
public record AdoptionReport(
        long fromTable, long fromStaging, long skippedLines, String digest, List<String> doubtful) {
    private static final int EXAMPLES = 5;

    public AdoptionReport {
        doubtful = List.copyOf(doubtful);
    }

    public long rows() {
        return fromTable + fromStaging;
    }

    List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        sentences.add("Took over " + rows() + " rows that the Python script left (" + fromTable + " from its table, "
                + fromStaging + " from its staging file), digest " + digest + ".");
        if (skippedLines > 0) {
            sentences.add(skippedLines + " lines of its staging file could not be read; their clips are extracted"
                    + " again unless they have another row.");
        }
        if (!doubtful.isEmpty()) {
            sentences.add(doubtful.size() + " of these rows are doubtful, since the script measures HDR and unusual"
                    + " frame rates otherwise, such as "
                    + String.join(", ", doubtful.subList(0, Math.min(EXAMPLES, doubtful.size()))) + ".");
        }
        return sentences;
    }
}
