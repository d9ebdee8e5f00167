package io.vmaffleet.worker.extract.libvmaf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The functions of libvmaf 3 that we call, one method each, returning what C returned.
///
/// Plain downcalls, never critical ones, and no upcalls: while a plain call is stuck in native code the JVM can still
/// collect garbage and be halted.
final class VmafBindings {
    /// `struct VmafConfiguration { int log_level; unsigned n_threads, n_subsample; uint64_t cpumask, gpumask; }`
    static final StructLayout CONFIGURATION = MemoryLayout.structLayout(
            JAVA_INT.withName("log_level"),
            JAVA_INT.withName("n_threads"),
            JAVA_INT.withName("n_subsample"),
            MemoryLayout.paddingLayout(4),
            JAVA_LONG.withName("cpumask"),
            JAVA_LONG.withName("gpumask"));

    /// `struct VmafModelConfig { const char *name; uint64_t flags; }`
    static final StructLayout MODEL_CONFIG =
            MemoryLayout.structLayout(ADDRESS.withName("name"), JAVA_LONG.withName("flags"));

    private static final Linker LINKER = Linker.nativeLinker();

    private final MethodHandle version;
    private final MethodHandle init;
    private final MethodHandle close;
    private final MethodHandle useFeature;
    private final MethodHandle useFeaturesFromModel;
    private final MethodHandle importFeatureScore;
    private final MethodHandle dictionarySet;
    private final MethodHandle modelLoad;
    private final MethodHandle modelLoadFromPath;
    private final MethodHandle modelCollectionLoad;
    private final MethodHandle modelCollectionLoadFromPath;
    private final MethodHandle modelCollectionDestroy;
    private final MethodHandle modelDestroy;
    private final MethodHandle pictureAlloc;
    private final Optional<MethodHandle> pictureRef;
    private final MethodHandle readPictures;
    private final MethodHandle featureScoreAtIndex;
    private final MethodHandle scoreAtIndex;

    /// @throws NoSuchElementException naming a function that the library lacks
    VmafBindings(SymbolLookup library) {
        version = handle(library, "vmaf_version", FunctionDescriptor.of(ADDRESS));
        init = handle(library, "vmaf_init", FunctionDescriptor.of(JAVA_INT, ADDRESS, CONFIGURATION));
        close = handle(library, "vmaf_close", FunctionDescriptor.of(JAVA_INT, ADDRESS));
        useFeature = handle(library, "vmaf_use_feature", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        useFeaturesFromModel =
                handle(library, "vmaf_use_features_from_model", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        importFeatureScore = handle(
                library,
                "vmaf_import_feature_score",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_DOUBLE, JAVA_INT));
        dictionarySet = handle(
                library, "vmaf_feature_dictionary_set", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        modelLoad = handle(library, "vmaf_model_load", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        modelLoadFromPath = handle(
                library, "vmaf_model_load_from_path", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
        modelCollectionLoad = handle(
                library,
                "vmaf_model_collection_load",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        modelCollectionLoadFromPath = handle(
                library,
                "vmaf_model_collection_load_from_path",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
        modelCollectionDestroy = handle(library, "vmaf_model_collection_destroy", FunctionDescriptor.ofVoid(ADDRESS));
        modelDestroy = handle(library, "vmaf_model_destroy", FunctionDescriptor.ofVoid(ADDRESS));
        pictureAlloc = handle(
                library,
                "vmaf_picture_alloc",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        // Exported by every release so far, but not in the public headers.
        pictureRef = library.find("vmaf_picture_ref")
                .map(symbol -> LINKER.downcallHandle(symbol, FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS)));
        readPictures = handle(
                library, "vmaf_read_pictures", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
        featureScoreAtIndex = handle(
                library,
                "vmaf_feature_score_at_index",
                FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
        scoreAtIndex = handle(
                library, "vmaf_score_at_index", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    }

    private static MethodHandle handle(SymbolLookup library, String function, FunctionDescriptor descriptor) {
        MemorySegment symbol =
                library.find(function).orElseThrow(() -> new NoSuchElementException("the function " + function));
        return LINKER.downcallHandle(symbol, descriptor);
    }

    /// `const char *vmaf_version(void)`
    String version() {
        try {
            MemorySegment text = (MemorySegment) version.invokeExact();
            return text.reinterpret(256).getString(0);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_init(VmafContext **vmaf, VmafConfiguration cfg)`
    int init(MemorySegment contextOut, MemorySegment configuration) {
        try {
            return (int) init.invokeExact(contextOut, configuration);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_close(VmafContext *vmaf)`
    int close(MemorySegment context) {
        try {
            return (int) close.invokeExact(context);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_use_feature(VmafContext *vmaf, const char *name, VmafFeatureDictionary *opts)`; it takes the
    /// dictionary over.
    int useFeature(MemorySegment context, MemorySegment name, MemorySegment options) {
        try {
            return (int) useFeature.invokeExact(context, name, options);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_use_features_from_model(VmafContext *vmaf, VmafModel *model)`
    int useFeaturesFromModel(MemorySegment context, MemorySegment model) {
        try {
            return (int) useFeaturesFromModel.invokeExact(context, model);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_import_feature_score(VmafContext *vmaf, const char *feature_name, double value, unsigned index)`
    int importFeatureScore(MemorySegment context, MemorySegment name, double value, int index) {
        try {
            return (int) importFeatureScore.invokeExact(context, name, value, index);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_feature_dictionary_set(VmafFeatureDictionary **dict, const char *key, const char *val)`
    int dictionarySet(MemorySegment dictionaryInOut, MemorySegment key, MemorySegment value) {
        try {
            return (int) dictionarySet.invokeExact(dictionaryInOut, key, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_model_load(VmafModel **model, VmafModelConfig *cfg, const char *version)`
    int modelLoad(MemorySegment modelOut, MemorySegment config, MemorySegment modelVersion) {
        try {
            return (int) modelLoad.invokeExact(modelOut, config, modelVersion);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_model_load_from_path(VmafModel **model, VmafModelConfig *cfg, const char *path)`
    int modelLoadFromPath(MemorySegment modelOut, MemorySegment config, MemorySegment path) {
        try {
            return (int) modelLoadFromPath.invokeExact(modelOut, config, path);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_model_collection_load(VmafModel **model, VmafModelCollection **model_collection, VmafModelConfig *cfg,
    /// const char *version)`; the model is the collection's first.
    int modelCollectionLoad(
            MemorySegment modelOut, MemorySegment collectionOut, MemorySegment config, MemorySegment modelVersion) {
        try {
            return (int) modelCollectionLoad.invokeExact(modelOut, collectionOut, config, modelVersion);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_model_collection_load_from_path(VmafModel **model, VmafModelCollection **model_collection,
    /// VmafModelConfig *cfg, const char *path)`
    int modelCollectionLoadFromPath(
            MemorySegment modelOut, MemorySegment collectionOut, MemorySegment config, MemorySegment path) {
        try {
            return (int) modelCollectionLoadFromPath.invokeExact(modelOut, collectionOut, config, path);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `void vmaf_model_collection_destroy(VmafModelCollection *model_collection)`
    void modelCollectionDestroy(MemorySegment collection) {
        try {
            modelCollectionDestroy.invokeExact(collection);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `void vmaf_model_destroy(VmafModel *model)`
    void modelDestroy(MemorySegment model) {
        try {
            modelDestroy.invokeExact(model);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_picture_alloc(VmafPicture *pic, enum VmafPixelFormat, unsigned bpc, unsigned w, unsigned h)`
    int pictureAlloc(MemorySegment picture, int pixelFormat, int bitDepth, int width, int height) {
        try {
            return (int) pictureAlloc.invokeExact(picture, pixelFormat, bitDepth, width, height);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    boolean hasPictureRef() {
        return pictureRef.isPresent();
    }

    /// `int vmaf_picture_ref(VmafPicture *dst, VmafPicture *src)`: both then share the samples.
    int pictureRef(MemorySegment destination, MemorySegment source) {
        try {
            return (int) pictureRef.orElseThrow().invokeExact(destination, source);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_read_pictures(VmafContext *vmaf, VmafPicture *ref, VmafPicture *dist, unsigned index)`; success takes
    /// both pictures over, and two nulls flush.
    int readPictures(MemorySegment context, MemorySegment reference, MemorySegment distorted, int index) {
        try {
            return (int) readPictures.invokeExact(context, reference, distorted, index);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_feature_score_at_index(VmafContext *vmaf, const char *name, double *score, unsigned index)`
    int featureScoreAtIndex(MemorySegment context, MemorySegment name, MemorySegment scoreOut, int index) {
        try {
            return (int) featureScoreAtIndex.invokeExact(context, name, scoreOut, index);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// `int vmaf_score_at_index(VmafContext *vmaf, VmafModel *model, double *score, unsigned index)`
    int scoreAtIndex(MemorySegment context, MemorySegment model, MemorySegment scoreOut, int index) {
        try {
            return (int) scoreAtIndex.invokeExact(context, model, scoreOut, index);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /// A downcall itself throws nothing checked.
    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof RuntimeException runtime) {
            return runtime;
        }
        if (e instanceof Error error) {
            throw error;
        }
        return new IllegalStateException("a call of libvmaf threw", e);
    }
}
