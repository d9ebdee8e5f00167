package io.vmaffleet.worker.extract.libvmaf;

import java.util.Optional;

/// The libvmaf of the tests: the one in the environment, or the launcher's. Without one the tests fail, as they must.
public final class TestLibrary {
    private static final VmafLibrary LIBRARY = load();

    private TestLibrary() {}

    public static VmafLibrary get() {
        return LIBRARY;
    }

    /// One of its own for a test that poisons it.
    static VmafLibrary load() {
        return VmafLibrary.find(LibrarySearch.ofProcess(Optional.empty()));
    }
}
