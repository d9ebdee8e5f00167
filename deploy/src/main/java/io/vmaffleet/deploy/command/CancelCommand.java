package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.ledger.RunManifest;
import picocli.CommandLine.Command;

/// Stops a run.
@Command(
        name = "cancel",
        description = "Stop a run without waiting for its clips; resume goes on with it.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet cancel features.parquet"})
final class CancelCommand extends ActingCommand {
    CancelCommand() {
        super(
                RunManifest.State.CANCELLED,
                "the run is cancelled; nobody was at work on it: 'vmaf-fleet resume %s' goes on with it",
                "the run is cancelled already, and nobody is at work on it: 'vmaf-fleet resume %s' goes on with it");
    }
}
