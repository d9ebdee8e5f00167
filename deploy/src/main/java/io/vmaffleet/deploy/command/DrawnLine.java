package io.vmaffleet.deploy.command;

import java.io.PrintStream;

/// The one line of a terminal that is drawn over.
final class DrawnLine {
    private final PrintStream out;
    private int drawn;

    DrawnLine(PrintStream out) {
        this.out = out;
    }

    void draw(String line) {
        out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        out.flush();
        drawn = line.length();
    }

    /// Leaves the line standing and the cursor below it.
    void leave() {
        out.println();
        drawn = 0;
    }

    void clear() {
        if (drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            drawn = 0;
        }
    }
}
