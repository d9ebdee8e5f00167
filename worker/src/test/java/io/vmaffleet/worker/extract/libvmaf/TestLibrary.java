package io.vmaffleet.worker.extract.libvmaf;

import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.util.List;
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

    /// One that does not have a function.
    static VmafLibrary without(String function) {
        SymbolLookup all = SymbolLookup.libraryLookup(LIBRARY.path(), Arena.global());
        SymbolLookup some = name -> name.equals(function) ? Optional.empty() : all.find(name);
        return new VmafLibrary(new VmafBindings(some), LIBRARY.path(), "a test", List.of());
    }
}
