package io.vmaffleet.deploy.command;

import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.RunManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/// What commands share that need a coordinator at work.
final class RunAtWork {
    private RunAtWork() {}

    /// @throws CommandException if there is no run at the output
    static RunManifest manifest(LedgerFiles files) throws IOException {
        return RunManifest.read(files)
                .orElseThrow(() -> CommandException.usage("there is no run at " + files.output() + " (no " + files.run()
                        + "): name the output as it was given to 'run --out'"));
    }

    /// Has the run's coordinator do something and prints its answer.
    ///
    /// @throws CommandException if none is at work, or it refuses
    static int act(Path output, String verb, PrintWriter out) throws IOException, InterruptedException {
        LedgerFiles files = new LedgerFiles(output);
        String said = new LivingRun()
                .act(manifest(files), verb)
                .orElseThrow(() -> CommandException.usage(
                        "no coordinator is at work on " + files.output() + ", so there is nothing to " + verb
                                + ": 'vmaf-fleet status " + files.output() + "' tells how the run stands"));
        out.println(Typed.in(said));
        out.flush();
        return ExitCode.COMPLETE.code();
    }
}
