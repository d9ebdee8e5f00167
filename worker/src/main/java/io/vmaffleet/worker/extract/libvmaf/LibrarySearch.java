package io.vmaffleet.worker.extract.libvmaf;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a libvmaf is looked for, the first that is given or found winning.
///
/// @param option the path of `--libvmaf`
/// @param environment the path in `VMAF_FLEET_LIBVMAF`
/// @param systemName what the dynamic loader is asked for
/// @param cache where the launcher puts the one it fetches
public record LibrarySearch(Optional<Path> option, Optional<Path> environment, String systemName, Path cache) {
    /// The environment variable that names a library.
    public static final String ENVIRONMENT = "VMAF_FLEET_LIBVMAF";

    /// The system property by which the launcher says where it puts the library it fetches.
    public static final String CACHE_PROPERTY = "vmaffleet.libvmaf.cache";

    private static final String SYSTEM_NAME = "libvmaf.so.3";

    /// The places of this process.
    ///
    /// @param option the path of `--libvmaf`, if given
    public static LibrarySearch ofProcess(Optional<Path> option) {
        return of(option, System.getenv(), Optional.ofNullable(System.getProperty(CACHE_PROPERTY)));
    }

    static LibrarySearch of(Optional<Path> option, Map<String, String> environment, Optional<String> cacheProperty) {
        Path cache = cacheProperty
                .map(Path::of)
                .orElseGet(() -> cacheFolder(environment).resolve("vmaf-fleet/libvmaf/" + SYSTEM_NAME));
        return new LibrarySearch(option, variable(environment, ENVIRONMENT).map(Path::of), SYSTEM_NAME, cache);
    }

    private static Path cacheFolder(Map<String, String> environment) {
        return variable(environment, "XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .orElseGet(() ->
                        Path.of(variable(environment, "HOME").orElse(System.getProperty("user.home", "/")), ".cache"));
    }

    private static Optional<String> variable(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
