package io.vmaffleet.deploy.command;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line of vmaf-fleet: which commands there are, and what their exceptions become.
@Command(
        name = "vmaf-fleet",
        description = "One table of libvmaf features for a whole corpus of clips, on as many hosts as there are.",
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            ResumeCommand.class,
            StatusCommand.class,
            WorkersCommand.class,
            FailedCommand.class,
            RetryCommand.class,
            PauseCommand.class,
            UnpauseCommand.class,
            CancelCommand.class,
            VerifyCommand.class,
            ExportCommand.class,
            AuditCommand.class,
            SmokeCommand.class,
            EnrichCommand.class,
            WorkerCommand.class,
            DemoCommand.class,
            DoctorCommand.class,
            HelpCommand.class,
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  every clip that can be measured has its row",
            "  1  finished, some clips failed ('vmaf-fleet failed X.parquet')",
            "  2  usage or input",
            "  3  environment: JDK, libvmaf, Redis, disk, a damaged ledger",
            "  4  rows or constants disagreed, or 'verify', 'audit' or 'smoke' found something",
            "  5  stopped before the end ('vmaf-fleet resume X.parquet' goes on)",
            "",
            "Start with 'vmaf-fleet demo'; 'vmaf-fleet COMMAND --help' shows examples."
        })
public final class Commands implements Runnable {
    /// Set to 1, a fault shows its stack trace below the sentence.
    private static final String TRACE = "VMAF_FLEET_TRACE";

    /// Wide enough for the examples, so that each can be copied whole.
    private static final int HELP_COLUMNS = 120;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Commands() {}

    /// Runs one command line.
    ///
    /// @return the exit code
    public static int run(String... arguments) {
        try {
            return commandLine().execute(arguments);
        } catch (OutOfMemoryError e) {
            System.err.println("vmaf-fleet: this process has no memory left (" + e.getMessage()
                    + "): give it more by VMAF_FLEET_JVM=-Xmx1g; 'vmaf-fleet resume' goes on with a run");
        } catch (Error e) {
            // a library that does not fit, or a fault of ours: no exit code of a run's end
            System.err.println("vmaf-fleet: " + Faults.sentence(e));
            if (isTraced()) {
                e.printStackTrace();
            }
        }
        return ExitCode.ENVIRONMENT.code();
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Commands()).setUsageHelpWidth(HELP_COLUMNS);
        for (CommandLine command : line.getSubcommands().values()) {
            if (command.getCommand() instanceof HelpCommand) {
                continue;
            }
            command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Versions());
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((fault, given) -> wrongUse(fault))
                .setExecutionExceptionHandler((fault, command, parsed) -> failed(fault, command));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command was given");
    }

    private static int wrongUse(ParameterException fault) {
        CommandLine command = fault.getCommandLine();
        PrintWriter err = command.getErr();
        // an option that was spelled wrong also seems to be missing
        List<String> unknown = command.getUnmatchedArguments();
        ParameterException told = fault instanceof MissingParameterException && !unknown.isEmpty()
                ? new UnmatchedArgumentException(command, unknown)
                : fault;
        err.println("vmaf-fleet: " + sentence(told) + ": see '"
                + command.getCommandSpec().qualifiedName() + " --help'");
        UnmatchedArgumentException.printSuggestions(told, err);
        err.flush();
        return ExitCode.USAGE.code();
    }

    private static String sentence(ParameterException fault) {
        return switch (fault) {
            case UnmatchedArgumentException unmatched -> {
                String first = unmatched.getUnmatched().getFirst();
                if (first.startsWith("-")) {
                    yield "there is no option '" + first + "'";
                }
                boolean takesCommands =
                        !unmatched.getCommandLine().getSubcommands().isEmpty();
                yield takesCommands ? "there is no command '" + first + "'" : "'" + first + "' is an argument too many";
            }
            case MissingParameterException missing ->
                missing.getMissing().isEmpty() ? String.valueOf(fault.getMessage()) : needed(missing.getMissing());
            default -> String.valueOf(fault.getMessage());
        };
    }

    private static String needed(List<ArgSpec> missing) {
        boolean oneOfThem = missing.stream()
                .allMatch(
                        argument -> argument.group() != null && argument.group().exclusive());
        return (oneOfThem ? "give " : "still needed: ")
                + missing.stream().map(Commands::label).collect(Collectors.joining(oneOfThem ? ", or " : ", "));
    }

    private static String label(ArgSpec argument) {
        return switch (argument) {
            case OptionSpec flag when flag.arity().max() == 0 -> flag.longestName();
            case OptionSpec option -> option.longestName() + " " + option.paramLabel();
            default -> argument.paramLabel();
        };
    }

    private static boolean isTraced() {
        return "1".equals(System.getenv(TRACE));
    }

    private static int failed(Exception fault, CommandLine command) {
        PrintWriter err = command.getErr();
        err.println("vmaf-fleet: " + Faults.sentence(fault));
        if (isTraced()) {
            fault.printStackTrace(err);
        }
        err.flush();
        return Faults.exitCode(fault).code();
    }
}
