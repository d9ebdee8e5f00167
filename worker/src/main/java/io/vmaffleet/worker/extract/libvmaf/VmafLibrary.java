package io.vmaffleet.worker.extract.libvmaf;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.vmaffleet.feature.Extractor;
import io.vmaffleet.feature.Feature;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/// The libvmaf of this process: found, loaded and known to have every extractor we use. It stays loaded.
public final class VmafLibrary {
    private static final String REMEDY =
            "; start vmaf-fleet by its launcher, which fetches one, or name a libvmaf 3 by --libvmaf";

    private final VmafBindings bindings;
    private final String version;
    private final Path path;
    private final String origin;
    private final List<String> passedOver;
    private final CpuMaskHold cpuMask = new CpuMaskHold();
    private volatile boolean poisoned;

    VmafLibrary(VmafBindings bindings, Path path, String origin, List<String> passedOver) {
        this.bindings = bindings;
        this.version = bindings.version();
        this.path = path;
        this.origin = origin;
        this.passedOver = List.copyOf(passedOver);
    }

    /// Finds and loads one. A library that is named must do; the system's is passed over when it lacks something.
    ///
    /// @throws VmafUnavailableException if none can be used
    public static VmafLibrary find(LibrarySearch search) {
        if (search.option().isPresent()) {
            return named(search.option().get(), "--libvmaf");
        }
        if (search.environment().isPresent()) {
            return named(search.environment().get(), LibrarySearch.ENVIRONMENT);
        }
        List<String> passedOver = new ArrayList<>();
        try {
            return load(search.systemName(), "the system", passedOver);
        } catch (UnusableException e) {
            passedOver.add("the system's " + search.systemName() + " " + e.getMessage());
        }
        try {
            return load(existing(search.cache()), "the cache", passedOver);
        } catch (UnusableException e) {
            throw new VmafUnavailableException("No libvmaf can be used: neither --libvmaf nor "
                    + LibrarySearch.ENVIRONMENT + " is given, " + String.join(", ", passedOver) + ", and "
                    + search.cache() + " " + e.getMessage() + REMEDY);
        }
    }

    private static VmafLibrary named(Path path, String by) {
        try {
            return load(existing(path), by, List.of());
        } catch (UnusableException e) {
            throw new VmafUnavailableException(
                    "The libvmaf at " + path + ", given by " + by + ", " + e.getMessage() + REMEDY);
        }
    }

    private static String existing(Path path) throws UnusableException {
        if (!Files.isRegularFile(path)) {
            throw new UnusableException("does not exist");
        }
        return path.toAbsolutePath().toString();
    }

    private static VmafLibrary load(String name, String origin, List<String> passedOver) throws UnusableException {
        try {
            // Never unloaded, not even one that is passed over: it does no harm, and libraries seldom bear it well.
            VmafBindings bindings = new VmafBindings(SymbolLookup.libraryLookup(name, Arena.global()));
            requireUsable(bindings);
            return new VmafLibrary(bindings, loadedFrom(name), origin, passedOver);
        } catch (IllegalArgumentException e) {
            throw new UnusableException(name.indexOf('/') >= 0 ? "cannot be loaded" : "is not there");
        } catch (NoSuchElementException e) {
            throw new UnusableException("lacks " + e.getMessage());
        }
    }

    private static void requireUsable(VmafBindings bindings) throws UnusableException {
        String version = bindings.version();
        // The structs we fill are those of the third series; builds without version control say no number.
        if (version.matches("v?[0-24-9]\\..*")) {
            throw new UnusableException("is version " + version + ", and version 3 is needed");
        }
        List<String> missing = extractors()
                .filter(extractor -> !hasExtractor(bindings, extractor))
                .toList();
        if (!missing.isEmpty()) {
            throw new UnusableException("(version " + version + ") lacks the extractors " + String.join(", ", missing));
        }
    }

    static Stream<String> extractors() {
        return Feature.inOrder().stream()
                .map(Feature::extractor)
                .flatMap(Optional::stream)
                .map(Extractor::shown)
                .distinct();
    }

    private static boolean hasExtractor(VmafBindings bindings, String extractor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment contextOut = arena.allocate(ADDRESS);
            if (bindings.init(contextOut, arena.allocate(VmafBindings.CONFIGURATION)) != 0) {
                return false;
            }
            MemorySegment context = contextOut.get(ADDRESS, 0);
            boolean known = bindings.useFeature(context, arena.allocateFrom(extractor), MemorySegment.NULL) == 0;
            bindings.close(context);
            return known;
        }
    }

    /// The loader says no path; the kernel's map of this process does.
    private static Path loadedFrom(String name) {
        if (name.startsWith("/")) {
            return Path.of(name);
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("/libvmaf.so"))
                    .map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst()
                    .orElse(Path.of(name));
        } catch (IOException e) {
            return Path.of(name);
        }
    }

    /// What libvmaf calls itself.
    public String version() {
        return version;
    }

    public Path path() {
        return path;
    }

    /// By what it was found: `--libvmaf`, `VMAF_FLEET_LIBVMAF`, `the system` or `the cache`.
    public String origin() {
        return origin;
    }

    /// What was looked at before it and not used, each with its reason.
    public List<String> passedOver() {
        return passedOver;
    }

    /// Whether a call of it has failed, so that this process must not measure with it again.
    public boolean poisoned() {
        return poisoned;
    }

    void poison() {
        poisoned = true;
    }

    VmafBindings bindings() {
        return bindings;
    }

    CpuMaskHold cpuMask() {
        return cpuMask;
    }

    /// A library that cannot be used; its message is a predicate of the library.
    private static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1;

        UnusableException(String predicate) {
            super(predicate);
        }
    }
}
