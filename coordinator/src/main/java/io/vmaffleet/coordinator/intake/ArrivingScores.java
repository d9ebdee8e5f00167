package io.vmaffleet.coordinator.intake;

import io.vmaffleet.queue.ResultEntry;
import io.vmaffleet.wire.ResultCodec;
import java.util.ArrayList;
import java.util.List;

/// Per-frame scores as they are read: the parts of a clip come one behind the other, right before the clip's result. A
/// part that is not followed so is a stray, whose result somebody cut off the stream.
final class ArrivingScores {
    private final List<String> entries = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private final List<String> strays = new ArrayList<>();
    private String task = "";

    /// What came right before a result.
    ///
    /// @param entries in which it came
    /// @param parts none where not all came that the result speaks of
    record Came(List<String> entries, List<String> parts) {}

    /// Whether an entry is a part, which is kept then.
    boolean take(ResultEntry entry) {
        String scores = entry.fields().get(ResultCodec.SCORES);
        if (scores == null) {
            return false;
        }
        String of = entry.fields().getOrDefault("task", "");
        String part = entry.fields().getOrDefault("part", "");
        if (!of.equals(task) || !part.equals(Integer.toString(parts.size()))) {
            strand();
            task = of;
        }
        if (part.equals(Integer.toString(parts.size()))) {
            entries.add(entry.entry());
            parts.add(scores);
        } else {
            strays.add(entry.entry());
        }
        return true;
    }

    /// What came before a result, which is forgotten here.
    Came before(ResultEntry result) {
        if (!task.equals(result.fields().get("task"))) {
            strand();
        }
        boolean whole = Integer.toString(parts.size()).equals(result.fields().get("parts"));
        Came came = new Came(List.copyOf(entries), whole ? List.copyOf(parts) : List.of());
        clear();
        return came;
    }

    /// The entries that belong to no result; asked once for each.
    List<String> strays() {
        List<String> found = List.copyOf(strays);
        strays.clear();
        return found;
    }

    /// All is read from the beginning.
    void rewind() {
        clear();
        strays.clear();
    }

    private void strand() {
        strays.addAll(entries);
        clear();
    }

    private void clear() {
        entries.clear();
        parts.clear();
        task = "";
    }
}
