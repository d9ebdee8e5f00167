package io.vmaffleet.deploy.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Whether trials have left something behind: their folder, or a process.
final class Leftovers {
    /// A process that was told to end may take a moment.
    private static final long BOUND_SECONDS = 10;

    private Leftovers() {}

    static Check check(Path folder) throws InterruptedException {
        List<String> problems = new ArrayList<>();
        if (Files.exists(folder)) {
            problems.add(folder + " is still there: remove it");
        }
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            try {
                process.onExit().get(BOUND_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                problems.add("the process " + process.pid() + " is still alive: end it");
            }
        }
        return new Check("nothing is left behind", problems);
    }
}
