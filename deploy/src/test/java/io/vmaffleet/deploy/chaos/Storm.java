package io.vmaffleet.deploy.chaos;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;

/// Injects faults into a run, up to two at a time, and sees to it that the run comes to its end all the same.
///
/// It paces itself by the run's progress: the next fault comes after a few more lines on disk, or a few seconds. Of
/// all attempts it ends one in four at most, so that a clip is given up for its own sake alone.
final class Storm {
    private static final int MOST_AT_ONCE = 2;
    private static final int LINES_BETWEEN = 3;
    private static final int MOST_MILLIS_BETWEEN = 5_000;
    private static final double MOST_OF_ATTEMPTS_ENDED = 0.25;
    private static final int STARTS_IN_CALM = 4;
    /// Other processes' ends and files are looked at, since nobody tells of them; nothing rests on how long a look is.
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    /// After the last fault: leases, a hold, poison that runs alone, and a slow machine.
    private static final Duration CALM = Duration.ofMinutes(8);

    private final ChaosFleet fleet;
    private final FaultDeck deck;
    private final boolean singly;
    private final Random random;
    private final PrintStream out;
    private final long startNanos = System.nanoTime();
    private final List<Injection> injections = new ArrayList<>();
    private int attemptsEnded;
    private long nextAtNanos = startNanos;
    private long nextAtProgress;
    private Optional<Integer> exitCode = Optional.empty();

    /// @param longFaults whether there are faults that last longer than a lease
    /// @param singly whether each fault waits until the run has recovered from the one before
    Storm(ChaosFleet fleet, boolean longFaults, boolean singly, Random random, PrintStream out) {
        this.fleet = fleet;
        this.deck = new FaultDeck(fleet, longFaults, random);
        this.singly = singly;
        this.random = random;
        this.out = out;
    }

    /// Lets the run come to its end, with faults for so long. They begin with its first row, or, one time in four, with
    /// the run.
    ///
    /// @return the coordinator's exit code
    int rage(Duration faults) throws Exception {
        try {
            if (random.nextInt(STARTS_IN_CALM) > 0) {
                await(() -> exitCode.isPresent() || fleet.files().progress() > 0, "its first row");
            }
            Duration calm = elapsed().plus(faults);
            while (exitCode.isEmpty() && elapsed().compareTo(calm) < 0) {
                turn();
                injectWhatIsDue();
                Thread.sleep(LOOK_EVERY);
            }
            await(() -> exitCode.isPresent(), "its end after the last fault");
            return exitCode.orElseThrow();
        } finally {
            undoAll();
        }
    }

    private void await(Callable<Boolean> condition, String what) throws Exception {
        Duration bound = elapsed().plus(CALM);
        while (!condition.call()) {
            if (elapsed().compareTo(bound) > 0) {
                throw new ChaosException("the run did not come to " + what + " within " + CALM.toMinutes()
                        + " minutes, with " + fleet.files().progress() + " lines on disk");
            }
            turn();
            Thread.sleep(LOOK_EVERY);
        }
    }

    List<Injection> injections() {
        return List.copyOf(injections);
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private void turn() throws Exception {
        exitCode = fleet.lookAfter();
        long progress = exitCode.isPresent() ? Long.MAX_VALUE : fleet.files().progress();
        for (Injection injection : injections) {
            if (!injection.isOver() && (injection.isDue(System.nanoTime()) || exitCode.isPresent())) {
                undo(injection);
            }
        }
        boolean active = !active().isEmpty();
        injections.forEach(injection -> injection.look(progress, active));
    }

    private void injectWhatIsDue() throws Exception {
        long progress = fleet.files().progress();
        boolean isTime = progress >= nextAtProgress || System.nanoTime() - nextAtNanos >= 0;
        if (exitCode.isPresent() || !isTime || !fleet.files().isBegun() || active().size() >= MOST_AT_ONCE) {
            return;
        }
        if (singly && injections.stream().anyMatch(one -> one.recovery().isEmpty())) {
            return;
        }
        Optional<Fault> drawn = deck.draw(this::may);
        if (drawn.isEmpty()) {
            return;
        }
        Fault fault = drawn.get();
        say(fault.kind() + " (" + fault.target() + ") for " + fault.lasts().toMillis() + " ms");
        attemptsEnded += fault.attemptsEnded();
        Injection injection = new Injection(fault, Instant.now(), System.nanoTime());
        injections.add(injection);
        fault.inject();
        nextAtProgress = progress + 1 + random.nextInt(LINES_BETWEEN);
        nextAtNanos = System.nanoTime()
                + Duration.ofMillis(random.nextInt(MOST_MILLIS_BETWEEN)).toNanos();
    }

    /// The attempt that a worker is killed in was begun, so the one in four is of what has begun.
    private boolean may(Fault fault) {
        try {
            boolean free =
                    active().stream().noneMatch(one -> one.fault().target().equals(fault.target()));
            return free
                    && attemptsEnded + fault.attemptsEnded()
                            <= MOST_OF_ATTEMPTS_ENDED * fleet.measured().attempts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Injection> active() {
        return injections.stream().filter(one -> !one.isOver()).toList();
    }

    private void undoAll() throws Exception {
        for (Injection injection : active()) {
            undo(injection);
        }
    }

    private void undo(Injection injection) throws Exception {
        say(injection.fault().kind() + " is over");
        injection.undo(fleet.files().progress());
    }

    private void say(String sentence) {
        out.printf(Locale.ROOT, "%7.1f s  %s%n", elapsed().toMillis() / 1000.0, sentence);
    }
}
