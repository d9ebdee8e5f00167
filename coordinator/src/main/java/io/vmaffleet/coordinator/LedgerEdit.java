package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.AttemptEvent;
import io.vmaffleet.coordinator.ledger.CommitListener;
import io.vmaffleet.coordinator.ledger.Committed;
import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.coordinator.ledger.FileLayer;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.LedgerOpening;
import io.vmaffleet.coordinator.ledger.LedgerWrite;
import io.vmaffleet.coordinator.ledger.RetryChoice;
import io.vmaffleet.coordinator.ledger.RunLedger;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Edits the ledger of a run that no coordinator holds: takes the lock, writes, and leaves.
public final class LedgerEdit {
    private final LedgerFiles files;
    private final Fleet.Opener fleets;
    private final Consumer<String> said;
    private final Clock clock;
    private final FileLayer layer;

    /// @param fleets to be asked who holds the run
    /// @param said told when that is waited for
    public LedgerEdit(LedgerFiles files, Fleet.Opener fleets, Consumer<String> said, Clock clock) {
        this(files, fleets, said, clock, FileLayer.real());
    }

    LedgerEdit(LedgerFiles files, Fleet.Opener fleets, Consumer<String> said, Clock clock, FileLayer layer) {
        this.files = files;
        this.fleets = fleets;
        this.said = said;
        this.clock = clock;
        this.layer = layer;
    }

    /// Lets given-up clips be tried again by the next `resume`, all their counters starting anew.
    ///
    /// Commit point: each request is an event in `X.attempts.jsonl`. The manifest is told first that the run is not
    /// finished; if this process dies in between, `resume` finds nothing to do and says finished again.
    ///
    /// @param choice which of the clips that are given up
    /// @return those put back, in corpus order
    /// @throws io.vmaffleet.coordinator.ledger.LedgerHeldException if a coordinator lives
    /// @throws RunRefusedException if there is no run, or a clip that the choice names has not failed
    /// @throws IOException if the ledger is damaged or cannot be written
    public List<FailedClip> retry(RetryChoice choice) throws IOException {
        List<FailedClip> chosen = new ArrayList<>();
        Heard heard = new Heard();
        try (RunLedger ledger = open()) {
            ledger.forEachGivenUp(clip -> {
                if (choice.takes(clip.clipName(), clip.verdict(), clip.reason())) {
                    chosen.add(clip);
                }
            });
            choice.unmet(chosen.stream().map(FailedClip::clipName).toList()).ifPresent(why -> {
                throw new RunRefusedException(why);
            });
            if (chosen.isEmpty()) {
                return chosen;
            }
            if (ledger.manifest().state() == RunManifest.State.FINISHED) {
                ledger.update(manifest -> manifest.withState(RunManifest.State.RUNNING));
            }
            ledger.start(heard);
            chosen.forEach(clip -> ledger.submit(new LedgerWrite.Attempt(
                    Optional.empty(), AttemptEvent.retryRequested(new ClipName(clip.clipName()), clock.instant()))));
        }
        IOException broken = heard.broken;
        if (broken != null) {
            throw broken;
        }
        return chosen;
    }

    /// Notes that the run is paused, cancelled or neither, for the next `resume` to begin so.
    ///
    /// Commit point: `X.run.json` is replaced.
    ///
    /// @param state running ends a pause
    /// @return whether that is news
    /// @throws io.vmaffleet.coordinator.ledger.LedgerHeldException if a coordinator lives
    /// @throws RunRefusedException if there is no run, or it is finished
    /// @throws IOException if the ledger is damaged or cannot be written
    public boolean mark(RunManifest.State state) throws IOException {
        try (RunLedger ledger = open()) {
            RunManifest.State before = ledger.manifest().state();
            if (before == RunManifest.State.FINISHED) {
                throw new RunRefusedException(
                        "the run of " + files.output() + " is finished: there is nothing left to do");
            }
            if (before == state || (state == RunManifest.State.RUNNING && before != RunManifest.State.PAUSED)) {
                return false;
            }
            ledger.update(manifest -> manifest.withState(state));
            return true;
        }
    }

    private RunLedger open() throws IOException {
        LedgerOpening opening = new LedgerOpening(
                HostName.get(),
                new HolderWait(files.output(), fleets, new DrainSwitch(), System::nanoTime, said),
                this::asItIs,
                Optional.empty(),
                TableOnDisk::new);
        return RunLedger.open(files, opening, clock, layer);
    }

    private RunManifest asItIs(Optional<RunManifest> found) {
        return found.orElseThrow(() -> new RunRefusedException("there is no run at " + files.output()));
    }

    /// Keeps what went wrong until the ledger is closed.
    private static final class Heard implements CommitListener {
        private volatile @Nullable IOException broken;

        @Override
        public void committed(List<Committed> batch) {}

        @Override
        public void broken(IOException cause) {
            broken = cause;
        }
    }
}
