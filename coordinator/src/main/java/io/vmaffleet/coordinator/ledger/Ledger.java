package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What a run at work asks of its ledger. Answers come from what is forced; what is submitted is told of through the
/// [CommitListener] once it is, in the order in which it was submitted.
public interface Ledger {
    /// Gives a write to be forced with others.
    ///
    /// @throws IllegalStateException if nothing is written any more
    void submit(LedgerWrite write);

    /// What `X.run.json` says.
    RunManifest manifest();

    /// Changes the manifest, forced when this returns; its holder stays.
    RunManifest update(UnaryOperator<RunManifest> change) throws IOException;

    /// Whether a clip has its row.
    boolean done(ClipName clip);

    /// All that happened to a clip and gave no row, oldest first.
    List<AttemptEvent> history(ClipName clip) throws IOException;

    /// The plan's clips that are given up, in corpus order.
    void forEachGivenUp(Consumer<FailedClip> consumer) throws IOException;
}
