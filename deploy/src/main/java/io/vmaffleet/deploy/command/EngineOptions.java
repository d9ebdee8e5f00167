package io.vmaffleet.deploy.command;

import io.vmaffleet.deploy.local.EngineChoice;
import io.vmaffleet.worker.engine.EngineFiles;
import io.vmaffleet.worker.extract.vmafcli.VmafBackend;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which engine the slots of this process measure by.
final class EngineOptions {
    private static final String LIBVMAF = "libvmaf";
    private static final String VMAF_CLI = "vmaf-cli";
    static final String NO_COMMAND =
            "there is no vmaf on the PATH for --engine " + VMAF_CLI + ": name one by --vmaf-bin";

    @Option(
            names = "--engine",
            defaultValue = LIBVMAF,
            paramLabel = "E",
            description = "libvmaf, or vmaf-cli to measure by a vmaf command (default: ${DEFAULT-VALUE}).")
    private String engine = LIBVMAF;

    @Option(names = "--libvmaf", paramLabel = "FILE", description = "The libvmaf.so.3 to use.")
    private Optional<Path> libvmaf = Optional.empty();

    @Option(
            names = "--vmaf-bin",
            paramLabel = "FILE",
            description = "The vmaf command of --engine vmaf-cli (default: the one on the PATH).")
    private Optional<Path> program = Optional.empty();

    @Option(
            names = "--vmaf-backend",
            paramLabel = "B",
            description = "cpu, or cuda where the vmaf command is the CUDA fork's (default: cpu).")
    private Optional<String> backend = Optional.empty();

    @Option(
            names = "--model-file",
            paramLabel = "FILE",
            description = {
                "A model that runs may name, a JSON file of libvmaf's; repeat it for more.",
                "A run knows it by its digest, so it may have another name here."
            })
    private List<Path> models = new ArrayList<>();

    /// Whether a command is named that will not be used, as the Python script's command lines do.
    boolean namesUnusedCommand() {
        return !isCommand() && program.isPresent();
    }

    /// Whether the `vmaf` command that the engine needs is neither named nor on the PATH.
    boolean lacksCommand() {
        return isCommand() && program.isEmpty() && onPath().isEmpty();
    }

    private boolean isCommand() {
        return engine.equals(VMAF_CLI);
    }

    /// @throws CommandException if the options cannot be meant
    EngineChoice choice() {
        return chosen().withModels(readable(models));
    }

    private static List<Path> readable(List<Path> models) {
        for (Path model : models) {
            if (!Files.isRegularFile(model) || !Files.isReadable(model)) {
                throw CommandException.usage("--model-file " + model
                        + " is no file that can be read: name a model of libvmaf's, a JSON file");
            }
        }
        return models;
    }

    private EngineChoice chosen() {
        if (!List.of(LIBVMAF, VMAF_CLI).contains(engine)) {
            throw CommandException.usage(
                    "there is no engine '" + engine + "': give --engine " + LIBVMAF + " or --engine " + VMAF_CLI);
        }
        if (isCommand()) {
            if (libvmaf.isPresent()) {
                throw CommandException.usage("--libvmaf is not for --engine " + VMAF_CLI
                        + ", whose command has its own: leave it out, or name the command by --vmaf-bin");
            }
            return new EngineChoice.VmafCli(program(), backend(), List.of());
        }
        if (backend.isPresent()) {
            throw CommandException.usage("--vmaf-backend is for --engine " + VMAF_CLI + " only: give both or neither");
        }
        if (libvmaf.isPresent() && !Files.isReadable(libvmaf.get())) {
            throw CommandException.usage(
                    "--libvmaf " + libvmaf.get() + " is no file that can be read: name a libvmaf.so.3");
        }
        return new EngineChoice.Libvmaf(new EngineFiles(libvmaf, List.of()));
    }

    private Path program() {
        if (program.isPresent()) {
            if (!isProgram(program.get())) {
                throw CommandException.usage(
                        "--vmaf-bin " + program.get() + " is no file that can be executed: name a vmaf command");
            }
            return program.get();
        }
        return onPath().orElseThrow(() -> CommandException.usage(NO_COMMAND));
    }

    private VmafBackend backend() {
        String wanted = backend.orElse(VmafBackend.CPU.shown());
        return Arrays.stream(VmafBackend.values())
                .filter(known -> known.shown().equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> CommandException.usage("there is no --vmaf-backend '" + wanted + "': give cpu or cuda"));
    }

    /// The `vmaf` command that a shell would find.
    static Optional<Path> onPath() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "vmaf"))
                .filter(EngineOptions::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
