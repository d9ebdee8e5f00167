package io.vmaffleet.deploy.command;

import io.vmaffleet.worker.engine.EngineFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// What the engines of this process measure with.
final class EngineOptions {
    @Option(names = "--libvmaf", paramLabel = "FILE", description = "The libvmaf.so.3 to use.")
    private Optional<Path> libvmaf = Optional.empty();

    @Option(
            names = "--model-file",
            paramLabel = "FILE",
            description = {
                "A model that runs may name, a JSON file of libvmaf's; repeat it for more.",
                "A run knows it by its digest, so it may have another name here."
            })
    private List<Path> models = new ArrayList<>();

    /// @throws CommandException if one of them cannot be read
    EngineFiles files() {
        libvmaf.ifPresent(EngineOptions::checkLibvmaf);
        for (Path model : models) {
            if (!Files.isReadable(model)) {
                throw CommandException.usage("--model-file " + model
                        + " is no file that can be read: name a model of libvmaf's, a JSON file");
            }
        }
        return new EngineFiles(libvmaf, models);
    }

    static void checkLibvmaf(Path library) {
        if (!Files.isReadable(library)) {
            throw CommandException.usage("--libvmaf " + library + " is no file that can be read: name a libvmaf.so.3");
        }
    }
}
