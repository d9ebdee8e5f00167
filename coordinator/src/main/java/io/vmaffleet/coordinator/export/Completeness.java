package io.vmaffleet.coordinator.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Counts the rows that lack a feature's value, for which a trainer takes 0.0 without a word. A column that has no
/// value in any row says nothing of a row: under self pairing `ciede2000` and `psnr_hvs` have none.
final class Completeness {
    private final List<String> wanted;
    private final List<String> valueless;
    private final boolean skips;
    private final TreeSet<String> lacking = new TreeSet<>();
    private long incomplete;

    /// @param features the columns of features that are exported
    /// @param skips whether incomplete rows are left out
    Completeness(SourceTable table, List<String> features, boolean skips) {
        this.wanted = features.stream().filter(table.valued()::contains).toList();
        this.valueless = features.stream()
                .filter(column -> !table.valued().contains(column))
                .toList();
        this.skips = skips;
    }

    /// Looks at a row and says whether it is to be exported.
    boolean take(Map<String, Object> row) {
        boolean complete = true;
        for (String column : wanted) {
            if (!row.containsKey(column)) {
                complete = false;
                lacking.add(column);
            }
        }
        incomplete += complete ? 0 : 1;
        return complete || !skips;
    }

    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (!valueless.isEmpty()) {
            remarks.add("no row has a value in " + String.join(", ", valueless));
        }
        if (incomplete > 0) {
            remarks.add(incomplete + (incomplete == 1 ? " row lacks" : " rows lack") + " a value that others have (in "
                    + lacking.first() + (lacking.size() == 1 ? "" : " and " + (lacking.size() - 1) + " more columns")
                    + "): "
                    + (skips
                            ? "left out"
                            : "null, for which the trainers take 0.0; --skip-incomplete leaves such rows out"));
        }
        return remarks;
    }
}
