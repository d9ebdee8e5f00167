package io.vmaffleet.coordinator.corpus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// How many, and the first few by name.
public record Tally(int count, List<String> examples) {
    private static final int EXAMPLES = 3;

    public Tally {
        examples = List.copyOf(examples);
    }

    public static Tally of(Collection<String> names) {
        return new Tally(names.size(), names.stream().limit(EXAMPLES).toList());
    }

    @Override
    public String toString() {
        return count > examples.size() ? String.join(", ", examples) + ", ..." : String.join(", ", examples);
    }

    /// Counts names as they come.
    public static final class Counter {
        private final List<String> examples = new ArrayList<>(EXAMPLES);
        private int count;

        public void add(String name) {
            if (count++ < EXAMPLES) {
                examples.add(name);
            }
        }

        public Tally tally() {
            return new Tally(count, examples);
        }
    }
}
