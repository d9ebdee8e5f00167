package io.vmaffleet.deploy.command;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Names that somebody may have meant.
final class NearestNames {
    private static final int MOST = 3;

    private NearestNames() {}

    /// The known names that take the fewest changes to get from the typed one, at most three.
    static List<String> of(String typed, List<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        return known.stream()
                .sorted(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
                .limit(MOST)
                .toList();
    }

    /// Levenshtein's distance: insertions, deletions and replacements of a character.
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
