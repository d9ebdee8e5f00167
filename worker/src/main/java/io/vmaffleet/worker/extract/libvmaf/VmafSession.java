package io.vmaffleet.worker.extract.libvmaf;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.vmaffleet.task.Model;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.UnsupportedRecipeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/// One clip in libvmaf: a context with its extractors and its model, fed frame by frame, flushed, then asked.
///
/// Used by the thread that opened it; libvmaf starts none. After a [VmafException] the session is poisoned: closing it
/// frees nothing of libvmaf's, since a failed call may have released half of it, and the process is to be replaced.
final class VmafSession implements AutoCloseable {
    /// libvmaf's own words about an error go to stderr.
    private static final int LOG_ERRORS = 1;

    private final VmafLibrary library;
    private final VmafBindings libvmaf;
    private final Arena arena = Arena.ofConfined();
    private final VmafPicture reference = new VmafPicture(arena);
    private final VmafPicture distorted = new VmafPicture(arena);
    private final MemorySegment scoreOut = arena.allocate(JAVA_DOUBLE);
    private final ModelFiles modelFiles;
    private final Measurement measurement;
    private final List<LoadedModel> models = new ArrayList<>();
    private final MemorySegment context;
    private int frames;
    private boolean poisoned;
    private boolean closed;

    /// @throws UnsupportedRecipeException if there is no such model here; nothing is open then
    VmafSession(VmafLibrary library, ModelFiles modelFiles, Measurement measurement) {
        this.library = library;
        this.modelFiles = modelFiles;
        this.measurement = measurement;
        libvmaf = library.bindings();
        if (library.poisoned()) {
            throw new IllegalStateException("libvmaf has failed in this process, which must be replaced");
        }
        library.cpuMask().acquire(measurement.cpuMask());
        loadModels();
        context = openContext(measurement.cpuMask());
        measurement.extractors().forEach(this::useExtractor);
        if (measurement.takenForOne().isEmpty()) {
            for (LoadedModel model : models) {
                check(
                        "vmaf_use_features_from_model",
                        libvmaf.useFeaturesFromModel(context, model.address()),
                        "for a model of " + measurement.models());
            }
        }
    }

    private void loadModels() {
        boolean loaded = false;
        try {
            for (Model model : measurement.models()) {
                models.add(load(model));
            }
            loaded = true;
        } finally {
            if (!loaded) {
                models.forEach(LoadedModel::destroy);
                library.cpuMask().release();
                arena.close();
            }
        }
    }

    private LoadedModel load(Model model) {
        if (model.sha256().isPresent()) {
            Path file = modelFiles.find(model);
            return LoadedModel.ofFile(libvmaf, model.score().column(), file.toString())
                    .orElseThrow(() -> new UnsupportedRecipeException("libvmaf " + library.version() + " at "
                            + library.path() + " cannot read the model in " + file
                            + ": give the run another --model or the worker another --libvmaf"));
        }
        return LoadedModel.builtIn(libvmaf, model.score().column(), model.name())
                .orElseThrow(() -> new UnsupportedRecipeException("libvmaf " + library.version() + " at "
                        + library.path() + " has no model named '" + model.name()
                        + "': start the run with another --model or the worker with another --libvmaf"));
    }

    private MemorySegment openContext(long cpuMask) {
        MemorySegment configuration = arena.allocate(VmafBindings.CONFIGURATION);
        configuration.set(JAVA_INT, configurationOffset("log_level"), LOG_ERRORS);
        configuration.set(JAVA_INT, configurationOffset("n_subsample"), measurement.subsample());
        configuration.set(JAVA_LONG, configurationOffset("cpumask"), cpuMask);
        MemorySegment contextOut = arena.allocate(ADDRESS);
        check("vmaf_init", libvmaf.init(contextOut, configuration), "opening a context");
        return contextOut.get(ADDRESS, 0);
    }

    private static long configurationOffset(String field) {
        return VmafBindings.CONFIGURATION.byteOffset(PathElement.groupElement(field));
    }

    private void useExtractor(Measurement.ExtractorUse use) {
        MemorySegment dictionary = arena.allocate(ADDRESS);
        for (Map.Entry<String, String> option : use.options().entrySet()) {
            check(
                    "vmaf_feature_dictionary_set",
                    libvmaf.dictionarySet(
                            dictionary, arena.allocateFrom(option.getKey()), arena.allocateFrom(option.getValue())),
                    "for " + use);
        }
        check(
                "vmaf_use_feature",
                libvmaf.useFeature(context, arena.allocateFrom(use.name()), dictionary.get(ADDRESS, 0)),
                "for " + use);
    }

    /// Measures a frame against itself, copying it once.
    void readAsItsOwnReference(VideoFrame frame) {
        fill(reference, frame);
        if (libvmaf.hasPictureRef()) {
            check("vmaf_picture_ref", libvmaf.pictureRef(distorted.struct(), reference.struct()), "at frame " + frames);
        } else {
            fill(distorted, frame);
        }
        readPictures(frame);
    }

    /// Measures a frame against its reference.
    void read(VideoFrame referenceFrame, VideoFrame distortedFrame) {
        fill(reference, referenceFrame);
        fill(distorted, distortedFrame);
        readPictures(distortedFrame);
    }

    private void fill(VmafPicture picture, VideoFrame frame) {
        check("vmaf_picture_alloc", picture.allocate(libvmaf, frame), "for " + describe(frame));
        picture.copyFrom(frame);
    }

    private void readPictures(VideoFrame frame) {
        check(
                "vmaf_read_pictures",
                libvmaf.readPictures(context, reference.struct(), distorted.struct(), frames),
                "at " + describe(frame));
        frames++;
    }

    private String describe(VideoFrame frame) {
        return "frame " + frames + " of " + frame.width() + "x" + frame.height() + " at " + frame.bitDepth() + " bits";
    }

    int frames() {
        return frames;
    }

    /// How many of the frames that were read have scores.
    int scored() {
        return (frames + measurement.subsample() - 1) / measurement.subsample();
    }

    /// Ends the clip: only now the scores of its last frames are there.
    ///
    /// @throws IllegalStateException if no frame was read, which libvmaf would call an error
    void flush() {
        if (frames == 0) {
            throw new IllegalStateException("a flush of no frames");
        }
        check(
                "vmaf_read_pictures",
                libvmaf.readPictures(context, MemorySegment.NULL, MemorySegment.NULL, 0),
                "at the flush after " + frames + " frames");
    }

    /// The scores of all frames that have them, under one name; what libvmaf gives as infinite or NaN is NaN. A name
    /// that is expected and absent is an error.
    double[] scores(String name) {
        MemorySegment nativeName = arena.allocateFrom(name);
        return scores(
                "vmaf_feature_score_at_index",
                name,
                frame -> libvmaf.featureScoreAtIndex(context, nativeName, scoreOut, frame));
    }

    /// The scores of each model, in their order, of all frames that have them.
    List<double[]> modelScores() {
        for (String name : measurement.takenForOne()) {
            importOnes(name);
        }
        List<double[]> scores = new ArrayList<>();
        for (LoadedModel model : models) {
            scores.add(scores(
                    "vmaf_score_at_index",
                    "a model of " + measurement.models(),
                    frame -> libvmaf.scoreAtIndex(context, model.address(), scoreOut, frame)));
        }
        return scores;
    }

    private void importOnes(String name) {
        MemorySegment nativeName = arena.allocateFrom(name);
        for (int frame = 0; frame < frames; frame += measurement.subsample()) {
            check(
                    "vmaf_import_feature_score",
                    libvmaf.importFeatureScore(context, nativeName, 1, frame),
                    "for " + name + " at frame " + frame);
        }
    }

    /// @param call puts a frame's score out and gives libvmaf's code
    private double[] scores(String function, String what, IntUnaryOperator call) {
        double[] scores = new double[scored()];
        for (int i = 0; i < scores.length; i++) {
            int frame = i * measurement.subsample();
            check(function, call.applyAsInt(frame), "for " + what + " at frame " + frame);
            scores[i] = finiteOrNaN(scoreOut.get(JAVA_DOUBLE, 0));
        }
        return scores;
    }

    private static double finiteOrNaN(double score) {
        return Double.isFinite(score) ? score : Double.NaN;
    }

    /// float_ms_ssim fails with +1, so every number but 0 is a failure.
    private void check(String function, int code, String doing) {
        if (code != 0) {
            poisoned = true;
            library.poison();
            throw new VmafException(function, code, doing);
        }
    }

    /// Whether a call has failed.
    boolean poisoned() {
        return poisoned;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!poisoned) {
            // Closed before the models are destroyed, which it points to.
            check("vmaf_close", libvmaf.close(context), "after " + frames + " frames");
            models.forEach(LoadedModel::destroy);
            library.cpuMask().release();
        }
        arena.close();
    }
}
