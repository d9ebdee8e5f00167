package io.vmaffleet.deploy.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// What `deploy/bin/chaos` is told.
///
/// @param minutes how long faults are injected
/// @param keep whether the folder stays although all went well
/// @param markdown where the table goes too
record ChaosOptions(long seed, int clips, double minutes, int workers, boolean keep, Optional<Path> markdown) {
    static final String USAGE =
            "usage: deploy/bin/chaos [--seed S] [--clips N] [--minutes M] [--workers W] [--keep] [--markdown FILE]";

    /// A clip that kills whole workers takes eight leases to be given up.
    private static final double LONG_MINUTES = 6;

    /// Besides stubs: each kind of poison, and a real clip.
    private static final int LEAST_CLIPS = 10;

    private static final int LEAST_WORKERS = 3;

    /// How much of the time an undisturbed run of these clips would take.
    private static final double WORKING_SHARE = 0.7;

    private static final int SLOTS = 2;

    ChaosOptions {
        if (clips < LEAST_CLIPS || minutes <= 0 || workers < LEAST_WORKERS) {
            throw new IllegalArgumentException("chaos needs at least " + LEAST_CLIPS + " clips and " + LEAST_WORKERS
                    + " workers, and some time; " + USAGE);
        }
    }

    /// @throws IllegalArgumentException if it is not as [#USAGE] has it
    static ChaosOptions parse(String[] arguments) {
        ChaosOptions options = new ChaosOptions(System.nanoTime() & 0xffff_ffffL, 60, 2, 3, false, Optional.empty());
        Iterator<String> words = Arrays.asList(arguments).iterator();
        while (words.hasNext()) {
            String word = words.next();
            options = switch (word) {
                case "--seed" -> options.with(Long.parseLong(value(words, word)));
                case "--clips" -> options.withClips(Integer.parseInt(value(words, word)));
                case "--minutes" -> options.withMinutes(Double.parseDouble(value(words, word)));
                case "--workers" -> options.withWorkers(Integer.parseInt(value(words, word)));
                case "--keep" ->
                    new ChaosOptions(
                            options.seed, options.clips, options.minutes, options.workers, true, options.markdown);
                case "--markdown" ->
                    new ChaosOptions(
                            options.seed,
                            options.clips,
                            options.minutes,
                            options.workers,
                            options.keep,
                            Optional.of(Path.of(value(words, word)).toAbsolutePath()));
                default -> throw new IllegalArgumentException("unknown option " + word + "; " + USAGE);
            };
        }
        return options;
    }

    private static String value(Iterator<String> words, String option) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value; " + USAGE);
        }
        return words.next();
    }

    private ChaosOptions with(long value) {
        return new ChaosOptions(value, clips, minutes, workers, keep, markdown);
    }

    private ChaosOptions withClips(int value) {
        return new ChaosOptions(seed, value, minutes, workers, keep, markdown);
    }

    private ChaosOptions withMinutes(double value) {
        return new ChaosOptions(seed, clips, value, workers, keep, markdown);
    }

    private ChaosOptions withWorkers(int value) {
        return new ChaosOptions(seed, clips, minutes, value, keep, markdown);
    }

    boolean isLong() {
        return minutes >= LONG_MINUTES;
    }

    Duration faults() {
        return Duration.ofMillis((long) (minutes * 60_000));
    }

    /// Stubs that take their time, so that faults hit a run at work.
    Pace stormPace() {
        double millis = minutes * 60_000 * WORKING_SHARE * workers * SLOTS / clips;
        return new Pace(SLOTS, (int) millis, Duration.ofSeconds(15));
    }

    Pace calmPace() {
        return new Pace(SLOTS, 20, Duration.ofSeconds(5));
    }

    /// The command that does this again.
    String command() {
        return String.join(
                " ",
                List.of(
                        "deploy/bin/chaos",
                        "--seed",
                        Long.toString(seed),
                        "--clips",
                        Integer.toString(clips),
                        "--minutes",
                        minutes == Math.rint(minutes) ? Long.toString((long) minutes) : Double.toString(minutes),
                        "--workers",
                        Integer.toString(workers)));
    }
}
