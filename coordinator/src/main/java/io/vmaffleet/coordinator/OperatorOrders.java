package io.vmaffleet.coordinator;

import io.vmaffleet.coordinator.ledger.Ledger;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.coordinator.status.RunPhase;
import java.io.IOException;
import java.util.Optional;

/// What an operator has ordered of a run that is at work.
///
/// Commit point: an order is in `X.run.json` before it is obeyed, so it outlives this process and a wiped Redis. The
/// run's thread uses it.
final class OperatorOrders {
    private final Ledger ledger;
    private final RunBoard board;
    private boolean paused;
    private boolean cancelled;

    /// A pause of an earlier life still holds; a cancel has ended with that life.
    OperatorOrders(Ledger ledger, RunBoard board) {
        this.ledger = ledger;
        this.board = board;
        this.paused = ledger.manifest().state() == RunManifest.State.PAUSED;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /// @param then what a pause comes to now
    /// @return what to answer
    /// @throws IllegalStateException if the run is cancelled
    String pause(String then) throws IOException {
        requireGoingOn();
        if (paused) {
            return "the run is paused already; " + command("unpause") + " lets it go on";
        }
        ledger.update(manifest -> manifest.withState(RunManifest.State.PAUSED));
        paused = true;
        return then;
    }

    /// @param then what the end of a pause comes to now
    /// @return what to answer
    /// @throws IllegalStateException if the run is cancelled
    String unpause(String then) throws IOException {
        requireGoingOn();
        if (!paused) {
            return "no operator has paused the run: " + then;
        }
        ledger.update(manifest -> manifest.withState(RunManifest.State.RUNNING));
        paused = false;
        return then;
    }

    /// @return what to answer
    String cancel() throws IOException {
        String pause = paused ? ", which ends its pause too" : "";
        if (!cancelled) {
            ledger.update(manifest -> manifest.withState(RunManifest.State.CANCELLED));
            cancelled = true;
            board.enter(RunPhase.STOPPING);
        }
        return "the run is cancelled and about to stop" + pause + "; " + command("resume") + " goes on with it";
    }

    /// Why nothing is sent; empty while no operator's pause holds.
    Optional<String> whyPaused() {
        return paused
                ? Optional.of("an operator has paused the run; " + command("unpause") + " goes on")
                : Optional.empty();
    }

    private void requireGoingOn() {
        if (cancelled) {
            throw new IllegalStateException("the run is cancelled and about to stop");
        }
    }

    private String command(String name) {
        return "'vmaf-fleet " + name + " " + board.get().description().output() + "'";
    }
}
