package io.vmaffleet.deploy.command;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/// What a command said on both streams, and its exit code.
record Spoken(int exitCode, String out, String err) {
    static Spoken run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Commands.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return new Spoken(line.execute(arguments), out.toString(), err.toString());
    }
}
