package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LibrarySearchTest {
    @Test
    void theCacheIsInTheUsersCacheFolder() {
        LibrarySearch search = LibrarySearch.of(Optional.empty(), Map.of("HOME", "/home/ada"), Optional.empty());

        assertThat(search.cache()).isEqualTo(Path.of("/home/ada/.cache/vmaf-fleet/libvmaf/libvmaf.so.3"));
        assertThat(search.environment()).isEmpty();
    }

    @Test
    void theCacheFollowsXdgUnlessItIsRelative() {
        assertThat(LibrarySearch.of(Optional.empty(), Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h"), Optional.empty())
                        .cache())
                .isEqualTo(Path.of("/c/vmaf-fleet/libvmaf/libvmaf.so.3"));
        assertThat(LibrarySearch.of(Optional.empty(), Map.of("XDG_CACHE_HOME", "c", "HOME", "/h"), Optional.empty())
                        .cache())
                .isEqualTo(Path.of("/h/.cache/vmaf-fleet/libvmaf/libvmaf.so.3"));
    }

    @Test
    void theLaunchersPropertyBeatsTheCacheFolder() {
        LibrarySearch search =
                LibrarySearch.of(Optional.empty(), Map.of("HOME", "/home/ada"), Optional.of("/opt/libvmaf.so.3"));

        assertThat(search.cache()).isEqualTo(Path.of("/opt/libvmaf.so.3"));
    }

    @Test
    void anEmptyVariableIsNotSet() {
        LibrarySearch search =
                LibrarySearch.of(Optional.empty(), Map.of("VMAF_FLEET_LIBVMAF", " ", "HOME", "/h"), Optional.empty());

        assertThat(search.environment()).isEmpty();
    }
}
