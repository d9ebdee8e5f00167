package io.vmaffleet.worker.engine;

import io.vmaffleet.worker.extract.libvmaf.ModelFiles;
import io.vmaffleet.worker.extract.vmafcli.VmafBackend;
import io.vmaffleet.worker.extract.vmafcli.VmafCommand;
import io.vmaffleet.worker.extract.vmafcli.VmafCommandExtractor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The engine that decodes by libav in this process and measures by the `vmaf` command in others.
public final class VmafCommandEngine {
    /// A process of the command with its libraries and models.
    private static final long COMMAND_BYTES = 64L << 20;

    /// What the CUDA driver and its context take of the host, and the CPU's process beside it.
    private static final long CUDA_BYTES = 1L << 30;

    private static final String PROGRAM = "program";
    private static final String BACKEND = "backend";

    private VmafCommandEngine() {}

    /// How it is started.
    ///
    /// @param program the `vmaf` command
    /// @param models of `--model-file`
    /// @param roots as `--root` has them
    public static EngineCommand command(
            Path java, String classPath, Path program, VmafBackend backend, List<Path> models, List<String> roots) {
        return new EngineCommand(
                java,
                classPath,
                Optional.empty(),
                EngineCommand.ownProperties("org.bytedeco.javacpp.cachedir"),
                VmafCommandEngine.class.getName(),
                EngineArguments.write(Map.of(PROGRAM, program.toString(), BACKEND, backend.name()), models, roots));
    }

    /// @param arguments as [#command] puts them together
    public static void main(String[] arguments) {
        EngineArguments given = EngineArguments.read(arguments);
        Path program = Path.of(given.one(PROGRAM).orElseThrow());
        VmafBackend backend = VmafBackend.valueOf(given.one(BACKEND).orElseThrow());
        EngineMain.run(new LibvmafEngine(() -> open(program, backend, ModelFiles.of(given.models())), given.roots()));
    }

    private static Instrument.Opened open(Path program, VmafBackend backend, ModelFiles models) {
        VmafCommand command = VmafCommand.examine(program, backend);
        return new Instrument.Opened(
                new VmafCommandExtractor(command, backend, models),
                "vmaf command " + program,
                Map.of(
                        "vmaf", command.version(),
                        "vmaf.sha256", command.sha256(),
                        "vmaf.backend", backend.shown(),
                        "vmaf.digits", command.printsAllDigits() ? "all" : "six decimals"),
                backend == VmafBackend.CUDA ? CUDA_BYTES : COMMAND_BYTES);
    }
}
