package io.vmaffleet.worker.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The arguments of an engine's process, each `name=value`.
///
/// @param all of them
record EngineArguments(List<String> all) {
    private static final String MODEL = "model";
    private static final String ROOT = "root";

    /// @param own those of which there is one
    /// @param roots as `--root` has them
    static List<String> write(Map<String, String> own, List<Path> models, List<String> roots) {
        List<String> arguments = new ArrayList<>();
        own.forEach((name, value) -> arguments.add(name + "=" + value));
        models.forEach(path -> arguments.add(MODEL + "=" + path));
        roots.forEach(root -> arguments.add(ROOT + "=" + root));
        return arguments;
    }

    static EngineArguments read(String[] arguments) {
        return new EngineArguments(List.of(arguments));
    }

    Optional<String> one(String name) {
        return named(name).findFirst();
    }

    List<Path> models() {
        return named(MODEL).map(Path::of).toList();
    }

    List<String> roots() {
        return named(ROOT).toList();
    }

    private Stream<String> named(String name) {
        String prefix = name + "=";
        return all.stream()
                .filter(argument -> argument.startsWith(prefix))
                .map(argument -> argument.substring(prefix.length()));
    }
}
