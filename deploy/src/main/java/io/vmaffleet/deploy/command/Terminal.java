package io.vmaffleet.deploy.command;

/// The terminal on standard error, as the launcher found it.
final class Terminal {
    /// The launcher sets it to the terminal's width when standard error is one.
    private static final String COLUMNS_PROPERTY = "vmaffleet.terminal.columns";

    private static final int LEAST_COLUMNS = 40;

    private Terminal() {}

    static boolean isThere() {
        return System.getProperty(COLUMNS_PROPERTY) != null;
    }

    static int columns() {
        return Math.max(LEAST_COLUMNS, Integer.getInteger(COLUMNS_PROPERTY, 80));
    }
}
