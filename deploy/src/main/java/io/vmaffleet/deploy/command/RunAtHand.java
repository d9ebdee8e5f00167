package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.LedgerEdit;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.deploy.local.RunFleets;
import io.vmaffleet.deploy.local.SlotOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;

/// What commands share that act on a run, whether a coordinator is at work on it or not.
final class RunAtHand {
    private RunAtHand() {}

    /// @throws CommandException if there is no run at the output
    static RunManifest manifest(LedgerFiles files) throws IOException {
        return RunManifest.read(files)
                .orElseThrow(() -> CommandException.usage("there is no run at " + files.output() + " (no " + files.run()
                        + "): name the output as it was given to 'run --out'"));
    }

    /// The ledger of a run that no coordinator is at work on, to be edited.
    ///
    /// @param err hears it when a holder that may be dead is waited for
    static LedgerEdit edit(LedgerFiles files, RunManifest manifest, PrintWriter err) {
        RunFleets holders = new RunFleets(
                ResumeCommand.sharedRedis(manifest),
                manifest.queue(),
                new SlotOptions(0, List.of(), EngineChoice.found(), Versions.current()));
        return new LedgerEdit(
                files,
                holders,
                sentence -> {
                    err.println(sentence);
                    err.flush();
                },
                Clock.systemUTC());
    }
}
