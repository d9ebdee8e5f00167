package io.vmaffleet.deploy.local;

import io.vmaffleet.worker.engine.EngineCommand;
import io.vmaffleet.worker.engine.EngineFiles;
import io.vmaffleet.worker.engine.LibvmafEngine;
import io.vmaffleet.worker.engine.VmafCommandEngine;
import io.vmaffleet.worker.extract.vmafcli.VmafBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which engine the slots of this process measure by.
public sealed interface EngineChoice {
    /// In the engine's own process.
    ///
    /// @param files that it is told of
    record Libvmaf(EngineFiles files) implements EngineChoice {
        @Override
        public List<Path> models() {
            return files.models();
        }
    }

    /// @param program the `vmaf` command
    /// @param models of `--model-file`
    record VmafCli(Path program, VmafBackend backend, List<Path> models) implements EngineChoice {
        public VmafCli {
            models = List.copyOf(models);
        }
    }

    /// The models in files that it is told of.
    List<Path> models();

    /// By the libvmaf that is found, with the models that it has built in.
    static EngineChoice found() {
        return new Libvmaf(EngineFiles.NONE);
    }

    /// The same with more models.
    default EngineChoice withModels(List<Path> more) {
        return switch (this) {
            case Libvmaf(var files) -> new Libvmaf(files.withModels(more));
            case VmafCli(var program, var backend, var models) ->
                new VmafCli(
                        program,
                        backend,
                        Stream.concat(models.stream(), more.stream()).toList());
        };
    }

    /// How an engine of the choice is started.
    default EngineCommand command(List<String> roots) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String classPath = EngineClassPath.within(System.getProperty("java.class.path"));
        return switch (this) {
            // tried: an archive saves 0.2 s of the 1.8 s in which an engine starts, once in a thousand clips
            case Libvmaf(var files) ->
                LibvmafEngine.command(java, classPath, Optional.empty(), files.absolute(), roots);
            case VmafCli(var program, var backend, var models) ->
                VmafCommandEngine.command(
                        java,
                        classPath,
                        program.toAbsolutePath(),
                        backend,
                        models.stream().map(Path::toAbsolutePath).toList(),
                        roots);
        };
    }
}
