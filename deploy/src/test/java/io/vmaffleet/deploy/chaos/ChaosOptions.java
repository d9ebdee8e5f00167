package io.vmaffleet.deploy.chaos;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;

/// What `deploy/bin/chaos` is told.
///
/// @param seed of the first run's faults; the next run has the next
/// @param runs that are disturbed and compared with the same undisturbed one
/// @param minutes how long faults are injected into each
/// @param singly whether each fault waits until the run has recovered from the one before
/// @param keep whether the folder stays although all went well
/// @param markdown where the table goes too
record ChaosOptions(
        long seed,
        int runs,
        int clips,
        double minutes,
        int workers,
        boolean singly,
        boolean keep,
        Optional<Path> markdown) {
    static final String USAGE =
            "usage: deploy/bin/chaos [--seed S] [--runs R] [--clips N] [--minutes M] [--workers W] [--singly] [--keep] [--markdown FILE]";

    /// A clip that kills whole workers takes eight leases to be given up.
    private static final double LONG_MINUTES = 6;

    /// Besides stubs: each kind of poison, and a real clip.
    private static final int LEAST_CLIPS = 10;

    private static final int LEAST_WORKERS = 3;

    /// How much of the time an undisturbed run of these clips would take.
    private static final double WORKING_SHARE = 0.7;

    private static final int SLOTS = 2;

    /// A little more than a lease that nobody renews.
    private static final int LONG_MILLIS = 34_000;

    /// Shorter storms leave out faults that last longer than a lease: they would be over before much else happened.
    private static final double MINUTES_FOR_LONG_FAULTS = 2;

    ChaosOptions {
        if (runs < 1 || clips < LEAST_CLIPS || minutes <= 0 || workers < LEAST_WORKERS) {
            throw new IllegalArgumentException("chaos needs at least " + LEAST_CLIPS + " clips and " + LEAST_WORKERS
                    + " workers, and some time; " + USAGE);
        }
    }

    /// @throws IllegalArgumentException if it is not as [#USAGE] has it
    static ChaosOptions parse(String[] arguments) {
        long seed = System.nanoTime() & 0xffff_ffffL;
        int runs = 1;
        int clips = 60;
        double minutes = 2;
        int workers = LEAST_WORKERS;
        boolean singly = false;
        boolean keep = false;
        Optional<Path> markdown = Optional.empty();
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            switch (word) {
                case "--seed" -> seed = Long.parseLong(value(words, word));
                case "--runs" -> runs = Integer.parseInt(value(words, word));
                case "--clips" -> clips = Integer.parseInt(value(words, word));
                case "--minutes" -> minutes = Double.parseDouble(value(words, word));
                case "--workers" -> workers = Integer.parseInt(value(words, word));
                case "--singly" -> singly = true;
                case "--keep" -> keep = true;
                case "--markdown" ->
                    markdown = Optional.of(Path.of(value(words, word)).toAbsolutePath());
                default -> throw new IllegalArgumentException("unknown option " + word + "; " + USAGE);
            }
        }
        return new ChaosOptions(seed, runs, clips, minutes, workers, singly, keep, markdown);
    }

    private static String value(Iterator<String> words, String option) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value; " + USAGE);
        }
        return words.next();
    }

    boolean hasLongFaults() {
        return minutes >= MINUTES_FOR_LONG_FAULTS;
    }

    boolean hasKiller() {
        return minutes >= LONG_MINUTES;
    }

    Duration faults() {
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    /// Stubs that take their time, so that faults hit a run at work.
    Pace stormPace() {
        double millis = minutes * 60_000 * WORKING_SHARE * workers * SLOTS / clips;
        return new Pace(SLOTS, (int) millis, LONG_MILLIS, Duration.ofSeconds(15), Duration.ZERO);
    }

    /// Nothing happens to it but that the coordinator is far from Redis, so that a lot comes between two looks.
    Pace calmPace() {
        return new Pace(SLOTS, 1_500, LONG_MILLIS, Duration.ofSeconds(5), Duration.ofMillis(150));
    }

    /// The command that does this again.
    String command() {
        return command(seed, runs);
    }

    /// The command that does one of the runs again.
    String command(long oneSeed, int count) {
        return "deploy/bin/chaos --seed " + oneSeed + (count == 1 ? "" : " --runs " + count) + " --clips " + clips
                + " --minutes "
                + BigDecimal.valueOf(minutes).stripTrailingZeros().toPlainString() + " --workers " + workers
                + (singly ? " --singly" : "");
    }
}
