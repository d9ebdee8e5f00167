package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.decode.VideoFrame;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Gives scores that are known: a frame's number for what varies, the true constant or a planted one for the rest.
final class ScriptedExtractor implements FeatureExtractor {
    private final Map<Feature, Double> planted = new EnumMap<>(Feature.class);
    private long claimedFrames;
    private Optional<RuntimeException> failure = Optional.empty();
    int extractions;
    int audits;

    /// A constant that does not hold.
    ScriptedExtractor plant(Feature feature, double value) {
        planted.put(feature, value);
        return this;
    }

    /// Says of each frame that it is this one.
    void claimFrames(long frames) {
        claimedFrames = frames;
    }

    ScriptedExtractor failWith(RuntimeException exception) {
        failure = Optional.of(exception);
        return this;
    }

    @Override
    public FrameScores extract(FrameSource source, Recipe recipe, Scope scope, FrameListener listener) {
        extractions++;
        failure.ifPresent(exception -> {
            throw exception;
        });
        int frames = 0;
        for (Optional<VideoFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
            frames++;
            listener.measured(Math.max(claimedFrames, frames));
        }
        return scores(frames, source.format().bitDepth(), scope);
    }

    @Override
    public AuditedScores extractAudited(FrameSource source, Recipe recipe, FrameListener listener) {
        audits++;
        FrameScores scores = extract(source, recipe, Scope.VARYING, listener);
        int firstFrames = Math.min(2, scores.frames());
        return new AuditedScores(scores, scores(firstFrames, source.format().bitDepth(), Scope.ALL));
    }

    @Override
    public FrameScores extract(FramePairSource pairs, Recipe recipe, FrameListener listener) {
        extractions++;
        failure.ifPresent(exception -> {
            throw exception;
        });
        int frames = 0;
        while (pairs.next().isPresent()) {
            listener.measured(++frames);
        }
        return scores(frames, pairs.pictures().bitDepth(), Scope.ALL);
    }

    private FrameScores scores(int frames, int bitDepth, Scope scope) {
        Map<Feature, double[]> scores = new EnumMap<>(Feature.class);
        for (Feature feature : Recipe.K150K.features()) {
            if (scope == Scope.VARYING && !feature.variesWhenIdentical()) {
                continue;
            }
            double[] values = new double[frames];
            for (int frame = 0; frame < frames; frame++) {
                values[frame] = feature.variesWhenIdentical()
                        ? frame
                        : planted.getOrDefault(feature, feature.whenIdentical(bitDepth));
            }
            scores.put(feature, values);
        }
        return new FrameScores(frames, scores);
    }
}
