package io.vmaffleet.worker.extract.libvmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VmafLibraryIT {
    private static final String NO_LIBRARY = "libvmaf-there-is-none.so.3";

    /// A library that is on every Linux and is no libvmaf.
    private static final String OTHER_LIBRARY = "libc.so.6";

    private final Path real = TestLibrary.get().path();

    @TempDir
    private Path folder;

    @Test
    void aLibraryGivenByTheOptionIsUsedBeforeAllOthers() {
        VmafLibrary library = VmafLibrary.find(
                new LibrarySearch(Optional.of(real), Optional.of(Path.of("/nowhere")), NO_LIBRARY, folder));

        assertThat(library.path()).isEqualTo(real);
        assertThat(library.version()).startsWith("3.");
        assertThat(library.origin()).isEqualTo("--libvmaf");
        assertThat(library.passedOver()).isEmpty();
    }

    @Test
    void aNamedLibraryThatDoesNotExistIsRefusedAndNotReplacedByAnother() {
        LibrarySearch search =
                new LibrarySearch(Optional.empty(), Optional.of(Path.of("/nowhere/libvmaf.so")), NO_LIBRARY, real);

        assertThatThrownBy(() -> VmafLibrary.find(search))
                .isInstanceOf(VmafUnavailableException.class)
                .hasMessage("The libvmaf at /nowhere/libvmaf.so, given by VMAF_FLEET_LIBVMAF, does not exist; start"
                        + " vmaf-fleet by its launcher, which fetches one, or name a libvmaf 3 by --libvmaf");
    }

    @Test
    void aFileThatIsNoLibraryIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("libvmaf.so.3"), "not a library");
        LibrarySearch search = new LibrarySearch(Optional.of(text), Optional.empty(), NO_LIBRARY, folder);

        assertThatThrownBy(() -> VmafLibrary.find(search))
                .isInstanceOf(VmafUnavailableException.class)
                .hasMessageContaining("cannot be loaded");
    }

    @Test
    void aSystemLibraryThatLacksSomethingIsPassedOverForTheCachedOneAndSaidSo() {
        VmafLibrary library =
                VmafLibrary.find(new LibrarySearch(Optional.empty(), Optional.empty(), OTHER_LIBRARY, real));

        assertThat(library.path()).isEqualTo(real);
        assertThat(library.origin()).isEqualTo("the cache");
        assertThat(library.passedOver()).singleElement().asString().contains(OTHER_LIBRARY, "vmaf_version");
    }

    @Test
    void aSystemLibraryThatHasEverythingIsUsed() {
        VmafLibrary library =
                VmafLibrary.find(new LibrarySearch(Optional.empty(), Optional.empty(), real.toString(), folder));

        assertThat(library.origin()).isEqualTo("the system");
        assertThat(library.path()).isEqualTo(real);
    }

    @Test
    void withoutAnyTheSentenceSaysWhatWasLookedAtAndWhatToDo() {
        Path cache = folder.resolve("libvmaf.so.3");
        LibrarySearch search = new LibrarySearch(Optional.empty(), Optional.empty(), NO_LIBRARY, cache);

        assertThatThrownBy(() -> VmafLibrary.find(search))
                .isInstanceOf(VmafUnavailableException.class)
                .hasMessageContaining("VMAF_FLEET_LIBVMAF")
                .hasMessageContaining(NO_LIBRARY + " is not there")
                .hasMessageContaining(cache + " does not exist")
                .hasMessageContaining("--libvmaf");
    }
}
