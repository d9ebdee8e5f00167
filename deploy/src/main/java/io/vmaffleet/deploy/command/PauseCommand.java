package io.vmaffleet.deploy.command;

import picocli.CommandLine.Command;

/// Pauses a run at work.
@Command(
        name = "pause",
        description = "Send no more clips of a run at work; what is in work is measured to its end.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet pause features.parquet"})
final class PauseCommand extends ActingCommand {}
