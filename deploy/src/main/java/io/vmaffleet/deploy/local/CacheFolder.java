package io.vmaffleet.deploy.local;

import java.nio.file.Path;
import java.util.Optional;

/// The user's folder for what can be made again: the embedded Redis, unpacked native libraries, the demo's clips.
public final class CacheFolder {
    /// Set by the launcher.
    private static final String PROPERTY = "vmaffleet.cache";

    private CacheFolder() {}

    public static Path path() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home", "/tmp"), ".cache", "vmaf-fleet"));
    }
}
