package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.ledger.RunManifest;
import picocli.CommandLine.Command;

/// Pauses a run.
@Command(
        name = "pause",
        description =
                "Send no more clips of a run; what is in work is measured to its end. One at rest is resumed paused.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet pause features.parquet"})
final class PauseCommand extends ActingCommand {
    PauseCommand() {
        super(
                RunManifest.State.PAUSED,
                "nobody is at work on the run: the next resume begins paused, until 'vmaf-fleet unpause %s'",
                "the run is paused already, and nobody is at work on it: 'vmaf-fleet unpause %s' ends the pause");
    }
}
