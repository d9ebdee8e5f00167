package io.vmaffleet.deploy.command;

import picocli.CommandLine.Command;

/// Lets a paused run go on.
@Command(
        name = "unpause",
        description = "Let a paused run go on.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet unpause features.parquet"})
final class UnpauseCommand extends ActingCommand {}
