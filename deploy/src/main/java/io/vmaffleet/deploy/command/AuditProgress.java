package io.vmaffleet.deploy.command;

import io.vmaffleet.deploy.audit.CorpusAudit;
import java.io.PrintStream;

/// Shows on a terminal how far an audit is; elsewhere nothing, since an audit says all at its end.
final class AuditProgress implements CorpusAudit.Watch {
    private static final int STEPS = 500;

    private final DrawnLine line;
    private final boolean terminal;
    private final int columns;
    private final int total;
    private long step;

    AuditProgress(PrintStream out, boolean terminal, int columns, int total) {
        this.line = new DrawnLine(out);
        this.terminal = terminal;
        this.columns = columns;
        this.total = total;
    }

    @Override
    public void looked(int files, int findings) {
        long now = (long) STEPS * files / total;
        if (terminal && (files == 1 || now > step)) {
            step = now;
            line.draw(ProgressBar.line(files, total, files + "/" + total + " files, " + findings + " found", columns));
        }
    }

    void end() {
        line.clear();
    }
}
