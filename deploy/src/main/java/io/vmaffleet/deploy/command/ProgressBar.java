package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.status.ClipCounts;
import io.vmaffleet.coordinator.status.RunSnapshot;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Shows how a run moves: one line that is drawn over on a terminal, a line every so many clips, and at
/// least every minute, elsewhere.
///
/// For any thread.
final class ProgressBar {
    private static final int BAR = 24;

    /// Where there is no terminal, a line comes at least so often.
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

    private final PrintStream out;
    private final DrawnLine drawn;
    private final boolean terminal;
    private final int columns;
    private final int everyClips;
    private final LongSupplier nanoClock;
    private long shownClips;
    private long shownNanos;

    /// @param everyClips where there is no terminal: how many ended clips from one line to the next
    ProgressBar(PrintStream out, boolean terminal, int columns, int everyClips, LongSupplier nanoClock) {
        this.out = out;
        this.drawn = new DrawnLine(out);
        this.terminal = terminal;
        this.columns = columns;
        this.everyClips = Math.max(1, everyClips);
        this.nanoClock = nanoClock;
        this.shownNanos = nanoClock.getAsLong();
    }

    static ProgressBar onStandardError(int everyClips) {
        return new ProgressBar(System.err, Terminal.isThere(), Terminal.columns(), everyClips, System::nanoTime);
    }

    synchronized void show(RunSnapshot snapshot) {
        if (terminal) {
            drawn.draw(line(snapshot, columns));
        } else if (ended(snapshot.counts()) / everyClips > shownClips / everyClips || isSilentForLong()) {
            print(snapshot);
        }
    }

    /// Puts a line of text above the bar.
    synchronized void say(String sentence) {
        drawn.clear();
        out.println(sentence);
    }

    /// Leaves the last state standing and the cursor below it.
    synchronized void end(RunSnapshot snapshot) {
        if (terminal) {
            drawn.draw(line(snapshot, columns));
            drawn.leave();
        } else if (ended(snapshot.counts()) != shownClips) {
            print(snapshot);
        }
    }

    private void print(RunSnapshot snapshot) {
        out.println(words(snapshot));
        shownClips = ended(snapshot.counts());
        shownNanos = nanoClock.getAsLong();
    }

    private boolean isSilentForLong() {
        return nanoClock.getAsLong() - shownNanos >= LONGEST_SILENCE.toNanos();
    }

    /// One column is left free: a terminal breaks a line that fills it.
    static String line(RunSnapshot snapshot, int columns) {
        ClipCounts counts = snapshot.counts();
        return line(ended(counts), counts.total(), words(snapshot), columns);
    }

    static String line(long done, long total, String words, int columns) {
        int parts = (int) (total == 0 ? BAR : BAR * done / total);
        String line = "[" + "#".repeat(parts) + ".".repeat(BAR - parts) + "] " + words;
        return line.length() < columns ? line : line.substring(0, columns - 1);
    }

    static String words(RunSnapshot snapshot) {
        ClipCounts counts = snapshot.counts();
        StringBuilder words =
                new StringBuilder().append(ended(counts)).append('/').append(counts.total());
        if (counts.failed() > 0) {
            words.append(", ").append(counts.failed()).append(" failed");
        }
        if (counts.leftOut() > 0) {
            words.append(", ").append(counts.leftOut()).append(" left out");
        }
        words.append(String.format(
                Locale.ROOT,
                "  %.1f clips/s  %.0f frames/s",
                snapshot.pace().clipsPerSecond(),
                snapshot.pace().framesPerSecond()));
        words.append("  ETA ")
                .append(snapshot.pace()
                        .eta()
                        .map(Duration::toSeconds)
                        .map(ClockText::of)
                        .orElse("-"));
        return words.append(workers(snapshot)).toString();
    }

    private static String workers(RunSnapshot snapshot) {
        int workers = snapshot.workers().size();
        return switch (snapshot.phase()) {
            case STARTING -> "  engines are starting";
            case RUNNING, PAUSED, DRAINING -> "  " + workers + (workers == 1 ? " worker" : " workers");
            case WRITING_TABLE -> "  writing the table";
            case STOPPING, FINISHED, STOPPED -> "";
        };
    }

    private static long ended(ClipCounts counts) {
        return counts.done() + counts.failed() + counts.leftOut();
    }
}
