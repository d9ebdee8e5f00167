package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.ledger.RunManifest;
import picocli.CommandLine.Command;

/// Lets a paused run go on.
@Command(
        name = "unpause",
        description = "Let a paused run go on.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet unpause features.parquet"})
final class UnpauseCommand extends ActingCommand {
    UnpauseCommand() {
        super(
                RunManifest.State.RUNNING,
                "the run is paused no more: 'vmaf-fleet resume %s' goes on with it",
                "no operator has paused the run, and nobody is at work on it: 'vmaf-fleet resume %s' goes on with it");
    }
}
