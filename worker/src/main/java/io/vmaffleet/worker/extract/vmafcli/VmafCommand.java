package io.vmaffleet.worker.extract.vmafcli;

import io.vmaffleet.worker.extract.FileSha256;
import io.vmaffleet.worker.extract.libvmaf.VmafUnavailableException;
import io.vmaffleet.worker.posix.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A `vmaf` command: which it is, and what of its options other builds lack.
///
/// @param path of the program
/// @param version as it says it
/// @param sha256 of the program, the first 16 hex digits
/// @param choosesBackend whether it takes `--backend`, as the CUDA fork does
/// @param printsAllDigits whether it takes `--precision`, without which a report has six decimals
public record VmafCommand(Path path, String version, String sha256, boolean choosesBackend, boolean printsAllDigits) {
    /// For two lines of text; a program on a mount that hangs never gives them.
    private static final Duration BOUND = Duration.ofSeconds(20);

    private static final int DIGEST_DIGITS = 16;

    /// Asks a program what it is.
    ///
    /// @throws VmafUnavailableException if it is no `vmaf` command, or not one that can be used with this
    ///     backend
    public static VmafCommand examine(Path path, VmafBackend backend) {
        if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
            throw new VmafUnavailableException(
                    "The vmaf command " + path + " is no file that can be executed: name another by --vmaf-bin");
        }
        CommandWords version = ask(path, "--version");
        // Netflix's does not know --help either, and says what it knows
        String help = ask(path, "--help").all();
        if (!help.contains("--reference") || !help.contains("--json")) {
            throw new VmafUnavailableException("The program " + path + " is no vmaf command, since asked for --help it"
                    + " does not speak of --reference and --json: name another by --vmaf-bin");
        }
        VmafCommand command = new VmafCommand(
                path,
                version.last().isEmpty() ? "unknown" : version.last(),
                digest(path),
                help.contains("--backend"),
                help.contains("--precision"));
        if (backend == VmafBackend.CUDA && !command.choosesBackend) {
            throw new VmafUnavailableException("The vmaf command " + path + ", version " + command.version
                    + ", knows no --backend and cannot measure by CUDA: name one that does by --vmaf-bin, or leave"
                    + " --vmaf-backend out");
        }
        return command;
    }

    private static CommandWords ask(Path path, String option) {
        try {
            Process process = new ProcessBuilder(List.of(path.toString(), option))
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            try {
                CommandWords words = CommandWords.follow(process.getInputStream());
                if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                    throw new VmafUnavailableException("The vmaf command " + path + " did not answer " + option
                            + " within " + BOUND.toSeconds() + " s: name another by --vmaf-bin");
                }
                words.awaitEnd();
                ExitStatus status = new ExitStatus(process.exitValue());
                if (status.isSignal() || status.cannotBeLoaded()) {
                    throw new VmafUnavailableException("The vmaf command " + path + " cannot be run (" + status.shown()
                            + words.quoted() + "): name another by --vmaf-bin");
                }
                return words;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new VmafUnavailableException("The vmaf command " + path + " cannot be started (" + e.getMessage()
                    + "): name another by --vmaf-bin");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VmafUnavailableException("The vmaf command " + path + " was not waited for");
        }
    }

    private static String digest(Path path) {
        try {
            return FileSha256.of(path).substring(0, DIGEST_DIGITS);
        } catch (IOException e) {
            throw new VmafUnavailableException("The vmaf command " + path + " cannot be read (" + e.getMessage()
                    + "): name another by --vmaf-bin");
        }
    }

    /// For a person.
    public String shown() {
        return "version " + version + ", " + path + ", "
                + (choosesBackend ? "with --backend" : "without --backend") + ", "
                + (printsAllDigits ? "all digits" : "six decimals");
    }
}
