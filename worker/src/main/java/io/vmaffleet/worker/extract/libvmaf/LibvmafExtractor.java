package io.vmaffleet.worker.extract.libvmaf;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.MediaFormat;
import io.vmaffleet.worker.decode.UnmeasurableClipException;
import io.vmaffleet.worker.decode.VideoFrame;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Measures by libvmaf in this process: one context a clip, on the calling thread.
public final class LibvmafExtractor implements FeatureExtractor {
    private static final int AUDITED_FRAMES = 2;

    private final VmafLibrary library;

    public LibvmafExtractor(VmafLibrary library) {
        this.library = library;
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
        try (KeptFrames kept = new KeptFrames(source, AUDITED_FRAMES)) {
            FrameScores scores = extract(kept, recipe, Scope.VARYING, listener);
            // A context of its own, after the first is closed, so that the full set's memory is not on top of it.
            return new AuditedScores(scores, extract(kept.replay(), recipe, Scope.ALL, FrameListener.NONE));
        }
    }

    FrameScores extract(FrameSource source, Measurement measurement, FrameListener listener) {
        MediaFormat format = source.format();
        try (VmafSession session = new VmafSession(library, measurement)) {
            for (Optional<VideoFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
                requireSize(format, frame.get(), session.frames());
                session.readAsItsOwnReference(frame.get());
                listener.measured(session.frames());
            }
            return scores(session, measurement);
        }
    }

    /// Every feature of a clip against a reference with the same number of frames of the same size.
    ///
    /// @throws VmafException if libvmaf fails
    public FrameScores extractPair(FrameSource reference, FrameSource distorted, Recipe recipe) {
        Measurement measurement = Measurement.of(distorted.format(), recipe, Scope.ALL);
        try (VmafSession session = new VmafSession(library, measurement)) {
            Optional<VideoFrame> ours = distorted.next();
            Optional<VideoFrame> theirs = reference.next();
            while (ours.isPresent() && theirs.isPresent()) {
                requireSize(distorted.format(), ours.get(), session.frames());
                requireSize(distorted.format(), theirs.get(), session.frames());
                session.read(theirs.get(), ours.get());
                ours = distorted.next();
                theirs = reference.next();
            }
            if (ours.isPresent() != theirs.isPresent()) {
                throw new IllegalArgumentException(
                        "a pair that ends at different frames, the shorter at " + session.frames());
            }
            return scores(session, measurement);
        }
    }

    private static void requireSize(MediaFormat format, VideoFrame frame, int index) {
        if (frame.width() != format.width()
                || frame.height() != format.height()
                || frame.bitDepth() != format.bitDepth()) {
            throw new UnmeasurableClipException(
                    FailureReason.GEOMETRY_CHANGED,
                    "frame " + index + " is " + frame.width() + "x" + frame.height() + " at " + frame.bitDepth()
                            + " bits in a clip of " + format.width() + "x" + format.height() + " at "
                            + format.bitDepth() + " bits");
        }
    }

    private static FrameScores scores(VmafSession session, Measurement measurement) {
        if (session.frames() == 0) {
            return new FrameScores(0, Map.of());
        }
        session.flush();
        Map<Feature, double[]> scores = new EnumMap<>(Feature.class);
        measurement.scoreNames().forEach((feature, name) -> scores.put(feature, session.scores(name)));
        if (measurement.model().isPresent()) {
            scores.put(Feature.VMAF, session.modelScores());
        }
        return new FrameScores(session.frames(), scores);
    }
}
