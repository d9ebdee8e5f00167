package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.Score;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.PictureFormat;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FramePairSource.Pair;
import io.vmaffleet.worker.extract.FrameScores;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures by libvmaf in this process: one context a clip, on the calling thread.
public final class LibvmafExtractor implements FeatureExtractor {
    private final VmafLibrary library;
    private final ModelFiles modelFiles;

    /// With the models that are built in.
    public LibvmafExtractor(VmafLibrary library) {
        this(library, ModelFiles.NONE);
    }

    public LibvmafExtractor(VmafLibrary library, ModelFiles modelFiles) {
        this.library = library;
        this.modelFiles = modelFiles;
    }

    /// The first of the model files that this libvmaf cannot read.
    public Optional<Path> unreadableModel() {
        for (Path file : modelFiles.files()) {
            Optional<LoadedModel> model = LoadedModel.ofFile(library.bindings(), "vmaf", file.toString());
            if (model.isEmpty()) {
                return Optional.of(file);
            }
            model.get().destroy();
        }
        return Optional.empty();
    }

    /// Whether a call of libvmaf has failed, so that this process must be replaced.
    public boolean poisoned() {
        return library.poisoned();
    }

    /// @throws VmafException if libvmaf fails
    @Override
    public FrameScores extract(FrameSource source, Recipe recipe, Scope scope, FrameListener listener) {
        return extract(source, Measurement.of(source.format(), recipe, scope), listener);
    }

    /// @throws VmafException if libvmaf fails
    @Override
    public AuditedScores extractAudited(FrameSource source, Recipe recipe, FrameListener listener) {
        return KeptFrames.audited(this, source, recipe, listener);
    }

    FrameScores extract(FrameSource source, Measurement measurement, FrameListener listener) {
        PictureFormat pictures = source.pictures();
        try (VmafSession session = new VmafSession(library, modelFiles, measurement)) {
            for (Optional<VideoFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
                pictures.require(frame.get(), session.frames());
                session.readAsItsOwnReference(frame.get());
                listener.measured(session.frames());
            }
            return scores(session, measurement);
        }
    }

    /// @throws VmafException if libvmaf fails
    @Override
    public FrameScores extract(FramePairSource pairs, Recipe recipe, FrameListener listener) {
        return extract(pairs, Measurement.of(pairs.distorted(), pairs.pictures(), recipe, Scope.ALL), listener);
    }

    FrameScores extract(FramePairSource pairs, Measurement measurement, FrameListener listener) {
        try (VmafSession session = new VmafSession(library, modelFiles, measurement)) {
            for (Optional<Pair> next = pairs.next(); next.isPresent(); next = pairs.next()) {
                Pair pair = next.get();
                pairs.pictures().require(pair.reference(), session.frames());
                pairs.pictures().require(pair.distorted(), session.frames());
                session.read(pair.reference(), pair.distorted());
                listener.measured(session.frames());
            }
            return scores(session, measurement);
        }
    }

    private static FrameScores scores(VmafSession session, Measurement measurement) {
        if (session.frames() == 0) {
            return new FrameScores(0, Map.of());
        }
        session.flush();
        Map<Score, double[]> scores = new LinkedHashMap<>();
        measurement.scoreNames().forEach((feature, name) -> scores.put(feature, session.scores(name)));
        List<double[]> byModel = session.modelScores();
        for (int i = 0; i < byModel.size(); i++) {
            scores.put(i == 0 ? Feature.VMAF : measurement.models().get(i).score(), byModel.get(i));
        }
        return new FrameScores(session.scored(), scores);
    }
}
