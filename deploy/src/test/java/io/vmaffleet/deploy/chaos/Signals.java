package io.vmaffleet.deploy.chaos;

import java.io.IOException;

/// Sends the signals that Java cannot.
final class Signals {
    private Signals() {}

    /// @param signal as kill(1) names it; a process that is gone takes none, which is no fault
    static void send(String signal, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
