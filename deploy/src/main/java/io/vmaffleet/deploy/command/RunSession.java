package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.Coordinator;
import io.vmaffleet.coordinator.Fleet;
import io.vmaffleet.coordinator.RunListener;
import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.RunOutcome;
import java.io.IOException;
import java.time.Duration;

/// A coordinator with a person before it: shows how the run moves, and drains it on a signal.
final class RunSession implements RunListener {
    private static final Duration SHOW_EVERY = Duration.ofMillis(500);

    private final ProgressBar bar;

    RunSession(ProgressBar bar) {
        this.bar = bar;
    }

    /// Runs to the run's end.
    RunOutcome run(RunOptions options, Fleet.Opener fleets) throws IOException, InterruptedException {
        Coordinator coordinator = new Coordinator(options, fleets, this);
        StopSignals.handle(() -> {
            said("stopping: clips in work are finished, which may take a minute; a second signal stops at once");
            coordinator.drain();
        });
        Thread showing = Thread.ofVirtual().name("progress").start(() -> show(coordinator));
        RunOutcome outcome;
        try {
            outcome = coordinator.run();
        } finally {
            showing.interrupt();
            showing.join();
        }
        bar.end(outcome.snapshot());
        return outcome;
    }

    private void show(Coordinator coordinator) {
        try {
            while (true) {
                coordinator.snapshot().ifPresent(bar::show);
                Thread.sleep(SHOW_EVERY);
            }
        } catch (InterruptedException e) {
            // the run is over, and so is this thread
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void said(String sentence) {
        bar.say(Typed.in(sentence));
    }

    @Override
    public void listening(String url) {
        bar.say("status page: " + url);
    }

    static ExitCode exitCode(RunOutcome outcome) {
        return switch (outcome.ending()) {
            case COMPLETE -> ExitCode.COMPLETE;
            case FAILED_CLIPS -> ExitCode.FAILED_CLIPS;
            case DISAGREED, CONSTANTS_DIFFER -> ExitCode.DISAGREED;
            case STOPPED -> ExitCode.STOPPED;
        };
    }
}
