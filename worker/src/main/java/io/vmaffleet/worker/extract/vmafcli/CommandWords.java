package io.vmaffleet.worker.extract.vmafcli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What a process prints: read to its end, so that it never waits for room, and its last part kept. Safe
/// for many threads.
final class CommandWords {
    /// A usage text has 5,000; of an endless complaint the end is as good as all.
    private static final int KEPT_CHARS = 16_384;

    private static final int QUOTED_LINES = 4;
    private static final int QUOTED_CHARS = 600;

    /// For what a process that has ended has left in the pipe. Whoever inherited the pipe may hold it
    /// longer.
    private static final Duration END_BOUND = Duration.ofSeconds(2);

    private final StringBuilder kept = new StringBuilder();
    private final Thread reader;

    private CommandWords(InputStream printed) {
        reader = Thread.ofPlatform().daemon().name("vmaf-words").unstarted(() -> read(printed));
    }

    static CommandWords follow(InputStream printed) {
        CommandWords words = new CommandWords(printed);
        words.reader.start();
        return words;
    }

    private void read(InputStream printed) {
        byte[] buffer = new byte[4096];
        try (printed) {
            for (int count = printed.read(buffer); count >= 0; count = printed.read(buffer)) {
                add(new String(buffer, 0, count, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            add("\n(what it said could not be read: " + e.getMessage() + ")");
        }
    }

    private synchronized void add(String text) {
        kept.append(text);
        if (kept.length() > KEPT_CHARS) {
            kept.delete(0, kept.length() - KEPT_CHARS);
        }
    }

    /// Waits a little for the rest of what an ended process has printed.
    void awaitEnd() {
        try {
            reader.join(END_BOUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized String all() {
        return kept.toString();
    }

    /// The last line, or nothing.
    String last() {
        List<String> lines = lines();
        return lines.isEmpty() ? "" : lines.getLast();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        all().lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(lines::add);
        return lines;
    }

    /// The last lines in one, to go on a sentence with.
    String quoted() {
        List<String> lines = lines();
        String text = String.join(" | ", lines.subList(Math.max(0, lines.size() - QUOTED_LINES), lines.size()));
        if (text.isEmpty()) {
            return ", and it said nothing";
        }
        return "; it said: "
                + (text.length() <= QUOTED_CHARS ? text : "..." + text.substring(text.length() - QUOTED_CHARS));
    }
}
