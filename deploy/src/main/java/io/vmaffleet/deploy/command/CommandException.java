package io.vmaffleet.deploy.command;

/// A command cannot do what it was asked; the message is one sentence for the operator.
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;

    private CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /// The input or the options are to blame.
    static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /// The machine or a service is to blame.
    static CommandException environment(String message) {
        return new CommandException(ExitCode.ENVIRONMENT, message);
    }

    /// A signal has ended it.
    static CommandException stopped(String message) {
        return new CommandException(ExitCode.STOPPED, message);
    }

    ExitCode exitCode() {
        return exitCode;
    }
}
