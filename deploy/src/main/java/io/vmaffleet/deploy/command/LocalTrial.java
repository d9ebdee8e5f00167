package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.FleetUnavailableException;
import io.vmaffleet.coordinator.RunOptions;
import io.vmaffleet.coordinator.RunOutcome;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.ledger.FailedClip;
import io.vmaffleet.coordinator.ledger.GivenUpClips;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.deploy.local.ControlToken;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.deploy.local.SlotOptions;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A small run of this process alone, whose table is looked at and thrown away.
///
/// @param files of the run
/// @param outcome how it ended, not stopped
/// @param rows of its table by clip
/// @param reasons why the others have none
record LocalTrial(LedgerFiles files, RunOutcome outcome, Map<String, FeatureRow> rows, Map<String, String> reasons) {
    private static final String QUEUE = "default";

    /// @param clips how many there are, for the progress
    /// @param bound the engine that must measure; empty for whichever this machine has
    /// @throws CommandException if it was stopped before its end
    /// @throws io.vmaffleet.coordinator.OtherEngineException if this machine has another engine
    static LocalTrial run(
            CorpusRequest corpus,
            Recipe recipe,
            int clips,
            int slots,
            List<String> roots,
            EngineChoice engine,
            Optional<EngineFingerprint> bound,
            LedgerFiles files)
            throws IOException, InterruptedException {
        RunOptions options = new RunOptions(
                corpus,
                files.output(),
                recipe,
                QUEUE,
                false,
                slots,
                roots,
                0,
                Versions.current(),
                ControlToken.random(),
                bound);
        RunFleets fleets =
                new RunFleets(Optional.empty(), QUEUE, new SlotOptions(slots, roots, engine, Versions.current()));
        RunSession session = RunSession.ofTrial(ProgressBar.onStandardError(clips));
        RunOutcome outcome = outcome(session, options, fleets);
        if (session.isStopping()) {
            throw CommandException.stopped("stopped before all was measured: nothing is left behind");
        }
        if (outcome.ending() == RunOutcome.Ending.STOPPED) {
            throw CommandException.environment("the clips were not measured to their end ("
                    + outcome.detail().replaceFirst(";.*", "") + "): try again");
        }
        Map<String, FeatureRow> rows = new TreeMap<>();
        if (Files.exists(files.output())) {
            TableFile.read(files.output(), row -> rows.put(row.clip().value(), row.row()));
        }
        return new LocalTrial(
                files,
                outcome,
                rows,
                GivenUpClips.read(files).stream()
                        .collect(Collectors.toMap(FailedClip::clipName, clip -> clip.reason() + ": " + clip.detail())));
    }

    /// The run's folder is gone in a moment, so nobody is told to resume it.
    private static RunOutcome outcome(RunSession session, RunOptions options, RunFleets fleets)
            throws IOException, InterruptedException {
        try {
            return session.run(options, fleets);
        } catch (FleetUnavailableException e) {
            throw e.getCause() instanceof FleetUnavailableException why ? why : e;
        }
    }
}
