package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.ledger.RunManifest;
import picocli.CommandLine.Command;

/// Pauses a run.
@Command(
        name = "pause",
        description = "Send no more clips of a run at work; what is in work is measured to its end.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet pause features.parquet"})
final class PauseCommand extends ActingCommand {
    PauseCommand() {
        super(
                RunManifest.State.PAUSED,
                "no coordinator is at work on it: the next resume begins paused, until 'vmaf-fleet unpause %s'");
    }
}
