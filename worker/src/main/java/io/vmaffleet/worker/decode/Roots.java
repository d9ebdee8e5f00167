package io.vmaffleet.worker.decode;

import io.vmaffleet.result.FailureReason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The folders that a worker may read below, and how the coordinator's paths lead into them.
///
/// A path is mapped by its text, then opened; whether it stayed below a root is decided by where the opened file
/// really lies, so neither `..` nor a link leads out.
public final class Roots {
    private record Mapping(String from, String to) {}

    private final List<Path> real;
    private final List<Mapping> mappings;

    private Roots(List<Path> real, List<Mapping> mappings) {
        this.real = List.copyOf(real);
        this.mappings = List.copyOf(mappings);
    }

    /// Reads roots as `--root` has them: `/folder`, or `/coordinator/folder=/folder/here` where mounts differ.
    ///
    /// @throws IllegalArgumentException if one is not an absolute path of a folder that is there
    public static Roots parse(List<String> arguments) {
        List<Path> real = new ArrayList<>();
        List<Mapping> mappings = new ArrayList<>();
        for (String argument : arguments) {
            // "=/" and not "=" alone: a folder's own name may hold an equals sign
            int equals = argument.indexOf("=/");
            String here = argument.substring(equals + 1);
            real.add(realFolder(here));
            if (equals >= 0) {
                mappings.add(new Mapping(prefix(argument.substring(0, equals)), prefix(here)));
            }
        }
        // the longest prefix first, so that a folder mounted elsewhere inside a mapped one is found
        mappings.sort(Comparator.comparingInt((Mapping m) -> m.from.length()).reversed());
        return new Roots(real, mappings);
    }

    /// One folder, as local slots have it.
    public static Roots of(Path folder) {
        return parse(List.of(folder.toAbsolutePath().toString()));
    }

    /// The real paths of the roots.
    public List<Path> folders() {
        return real;
    }

    /// Why a folder of the coordinator's is not to be seen here, as one sentence; empty if it is.
    public Optional<String> whyFolderIsNotSeen(String coordinatorPath) {
        String here = here(coordinatorPath);
        try {
            check(here, Path.of(here).toRealPath());
            return Path.of(here).toFile().isDirectory()
                    ? Optional.empty()
                    : Optional.of(here + " is not a folder here");
        } catch (UnmeasurableClipException e) {
            return Optional.of(e.detail());
        } catch (IOException e) {
            return Optional.of("the clips' folder " + here + " is not to be seen on this host; is it mounted?");
        }
    }

    /// Where the coordinator's path lies here.
    String here(String coordinatorPath) {
        Optional<Mapping> mapping = mappings.stream()
                .filter(m -> coordinatorPath.equals(m.from) || coordinatorPath.startsWith(m.from + "/"))
                .findFirst();
        return mapping.map(m -> m.to + coordinatorPath.substring(m.from.length()))
                .orElse(coordinatorPath);
    }

    /// @param path as it was opened, for the message
    /// @param place where the opened file really lies
    void check(String path, Path place) {
        if (real.stream().noneMatch(place::startsWith)) {
            throw new UnmeasurableClipException(
                    FailureReason.UNREADABLE,
                    path + " really lies at " + place + ", outside of every root (" + real
                            + "); start the worker with --root for the folder it lies in, or move the clip.");
        }
    }

    private static Path realFolder(String folder) {
        if (!folder.startsWith("/")) {
            throw notAbsolute(folder);
        }
        Path path = Path.of(folder);
        try {
            Path real = path.toRealPath();
            if (!real.toFile().isDirectory()) {
                throw new IllegalArgumentException("the root " + folder + " is not a folder");
            }
            return real;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the root " + folder
                            + (e instanceof NoSuchFileException
                                    ? " does not exist on this host"
                                    : " cannot be opened on this host (" + e.getMessage() + ")")
                            + "; is it mounted?",
                    e);
        }
    }

    /// Without slashes at its end, so that `/` becomes the empty prefix of every path.
    private static String prefix(String folder) {
        if (!folder.startsWith("/")) {
            throw notAbsolute(folder);
        }
        return folder.replaceAll("/+$", "");
    }

    private static IllegalArgumentException notAbsolute(String folder) {
        return new IllegalArgumentException("the root '" + folder + "' is not an absolute path");
    }
}
