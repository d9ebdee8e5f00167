package io.vmaffleet.worker.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The files that an engine is told of, beside the clips.
///
/// @param libvmaf the path of `--libvmaf`, if given; else one is looked for
/// @param models of `--model-file`, which recipes name by their digest
public record EngineFiles(Optional<Path> libvmaf, List<Path> models) {
    /// Nothing but what can be found.
    public static final EngineFiles NONE = new EngineFiles(Optional.empty(), List.of());

    public EngineFiles {
        models = List.copyOf(models);
    }

    /// The same with more models.
    public EngineFiles withModels(List<Path> more) {
        return new EngineFiles(
                libvmaf, Stream.concat(models.stream(), more.stream()).toList());
    }

    /// The same where the engine starts in another folder.
    public EngineFiles absolute() {
        return new EngineFiles(
                libvmaf.map(Path::toAbsolutePath),
                models.stream().map(Path::toAbsolutePath).toList());
    }
}
