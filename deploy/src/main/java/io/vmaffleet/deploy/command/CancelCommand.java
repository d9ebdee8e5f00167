package io.vmaffleet.deploy.command;

import picocli.CommandLine.Command;

/// Stops a run at work.
@Command(
        name = "cancel",
        description = "Stop a run at work without waiting for its clips; resume goes on with it.",
        footerHeading = "%nExamples:%n",
        footer = {"  vmaf-fleet cancel features.parquet"})
final class CancelCommand extends ActingCommand {}
