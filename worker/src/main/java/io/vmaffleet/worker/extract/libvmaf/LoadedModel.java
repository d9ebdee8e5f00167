package io.vmaffleet.worker.extract.libvmaf;

import static java.lang.foreign.ValueLayout.ADDRESS;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// A model in libvmaf's memory, to be destroyed after the context that uses it is closed.
///
/// A bootstrapped model (`vmaf_b_v0.6.3`) is a collection, the first of which was trained on all data and gives the
/// score that the command line calls `vmaf`: that one is used.
final class LoadedModel {
    private final VmafBindings libvmaf;
    private final MemorySegment model;
    private final MemorySegment collection;

    private LoadedModel(VmafBindings libvmaf, MemorySegment model, MemorySegment collection) {
        this.libvmaf = libvmaf;
        this.model = model;
        this.collection = collection;
    }

    /// One that is built in; empty if the library has none of the name.
    ///
    /// @param label under which libvmaf files its scores
    static Optional<LoadedModel> builtIn(VmafBindings libvmaf, String label, String version) {
        return load(libvmaf, label, version, libvmaf::modelLoad, libvmaf::modelCollectionLoad);
    }

    /// One that lies in a file; empty if the library cannot read it.
    static Optional<LoadedModel> ofFile(VmafBindings libvmaf, String label, String path) {
        return load(libvmaf, label, path, libvmaf::modelLoadFromPath, libvmaf::modelCollectionLoadFromPath);
    }

    private interface Loading {
        int load(MemorySegment modelOut, MemorySegment config, MemorySegment from);
    }

    private interface LoadingOfAll {
        int load(MemorySegment modelOut, MemorySegment collectionOut, MemorySegment config, MemorySegment from);
    }

    private static Optional<LoadedModel> load(
            VmafBindings libvmaf, String label, String from, Loading one, LoadingOfAll all) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment modelOut = arena.allocate(ADDRESS);
            MemorySegment collectionOut = arena.allocate(ADDRESS);
            MemorySegment config = arena.allocate(VmafBindings.MODEL_CONFIG);
            config.set(ADDRESS, 0, arena.allocateFrom(label));
            MemorySegment name = arena.allocateFrom(from);
            if (one.load(modelOut, config, name) != 0 && all.load(modelOut, collectionOut, config, name) != 0) {
                return Optional.empty();
            }
            return Optional.of(new LoadedModel(libvmaf, modelOut.get(ADDRESS, 0), collectionOut.get(ADDRESS, 0)));
        }
    }

    MemorySegment address() {
        return model;
    }

    void destroy() {
        libvmaf.modelDestroy(model);
        if (!collection.equals(MemorySegment.NULL)) {
            libvmaf.modelCollectionDestroy(collection);
        }
    }
}
