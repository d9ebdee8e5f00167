package io.vmaffleet.deploy.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What all engines of a run did, in a file that each of them appends to: `begin` or `row`, the time in milliseconds
/// of the epoch, the clip's name. It is how the harness sees double work, which no table shows.
///
/// A line is short enough to be appended in one piece.
record MeasuredLog(Path file) {
    /// A row that was measured although the clip had one.
    ///
    /// @param begunMillis when its attempt began
    record Twice(String clip, long begunMillis) {}

    void begin(String clip) {
        append("begin", clip);
    }

    void row(String clip) {
        append("row", clip);
    }

    /// How many attempts have begun.
    long attempts() throws IOException {
        return lines().stream().filter(line -> line.startsWith("begin ")).count();
    }

    /// All rows but each clip's first.
    List<Twice> twice() throws IOException {
        Map<String, Long> begun = new HashMap<>();
        Map<String, Integer> rows = new HashMap<>();
        List<Twice> twice = new ArrayList<>();
        for (String line : lines()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("begin")) {
                begun.put(words[2], Long.parseLong(words[1]));
            } else if (rows.merge(words[2], 1, Integer::sum) > 1) {
                twice.add(new Twice(words[2], begun.getOrDefault(words[2], 0L)));
            }
        }
        return twice;
    }

    private List<String> lines() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void append(String what, String clip) {
        try {
            String line = what + " " + System.currentTimeMillis() + " " + clip + "\n";
            Files.write(
                    file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
