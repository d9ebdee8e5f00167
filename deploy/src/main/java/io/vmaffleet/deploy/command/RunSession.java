package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.Coordinator;
import io.vmaffleet.coordinator.Fleet;
import io.vmaffleet.coordinator.RunListener;
import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.RunOutcome;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.deploy.local.ControlToken;
import io.vmaffleet.task.RunId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A coordinator with a person before it: shows how the run moves, and drains it on a signal.
final class RunSession implements RunListener {
    private static final Duration SHOW_EVERY = Duration.ofMillis(500);

    private final ProgressBar bar;
    private final boolean trial;
    private volatile boolean stopping;
    private volatile @Nullable RunOptions options;
    private volatile @Nullable RunId run;

    RunSession(ProgressBar bar) {
        this(bar, false);
    }

    private RunSession(ProgressBar bar, boolean trial) {
        this.bar = bar;
        this.trial = trial;
    }

    /// Of a run that nobody looks at or acts on, of a corpus that is only a part.
    static RunSession ofTrial(ProgressBar bar) {
        return new RunSession(bar, true);
    }

    /// Runs to the run's end.
    RunOutcome run(RunOptions asked, Fleet.Opener fleets) throws IOException, InterruptedException {
        options = asked;
        Coordinator coordinator = new Coordinator(asked, fleets, this);
        StopSignals.handle(() -> {
            stopping = true;
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
            removeToken();
        }
        bar.end(outcome.snapshot());
        return outcome;
    }

    /// Whether a signal has asked for the end.
    boolean isStopping() {
        return stopping;
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
    public void noted(String sentence) {
        if (!trial) {
            said(sentence);
        }
    }

    @Override
    public void listening(String url) {
        if (trial) {
            return;
        }
        leaveToken();
        bar.say("status page: " + url);
    }

    /// Without the file the run goes on all the same, and only cannot be acted on by commands.
    private void leaveToken() {
        RunOptions mine = options;
        try {
            Optional<RunManifest> manifest =
                    mine == null ? Optional.empty() : RunManifest.read(new LedgerFiles(mine.output()));
            if (mine != null && manifest.isPresent()) {
                ControlToken.write(manifest.get().run(), mine.controlToken());
                run = manifest.get().run();
            }
        } catch (IOException e) {
            bar.say("the run's control token cannot be left for 'pause', 'retry' and 'cancel' (" + e.getMessage()
                    + ")");
        }
    }

    private void removeToken() throws IOException {
        RunId mine = run;
        if (mine != null) {
            ControlToken.delete(mine);
        }
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
