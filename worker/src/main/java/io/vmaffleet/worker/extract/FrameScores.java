package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.Score;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The scores of one clip, an array a feature (or further model) with an entry a frame that has scores; NaN where
/// libvmaf gave no finite value.
///
/// Features that were not computed, being constant under self pairing, are absent.
public final class FrameScores {
    private final int frames;
    private final Map<Score, double[]> scores = new LinkedHashMap<>();

    public FrameScores(int frames, Map<? extends Score, double[]> scores) {
        this.frames = frames;
        scores.forEach((score, values) -> {
            if (values.length != frames) {
                throw new IllegalArgumentException(
                        score.column() + " has " + values.length + " scores for " + frames + " frames");
            }
            this.scores.put(score, values.clone());
        });
    }

    /// These and others of the same frames.
    ///
    /// @throws IllegalArgumentException if they are not as many
    public FrameScores and(FrameScores others) {
        Map<Score, double[]> both = new LinkedHashMap<>(scores);
        both.putAll(others.scores);
        return new FrameScores(frames, both);
    }

    public int frames() {
        return frames;
    }

    public Set<Score> computed() {
        return Set.copyOf(scores.keySet());
    }

    public boolean has(Score score) {
        return scores.containsKey(score);
    }

    /// The score of one on a frame.
    ///
    /// @throws IllegalArgumentException if it was not computed
    public double at(Score score, int frame) {
        return computed(score)[frame];
    }

    /// A copy of the scores of one.
    ///
    /// @throws IllegalArgumentException if it was not computed
    public double[] of(Score score) {
        return computed(score).clone();
    }

    private double[] computed(Score score) {
        double[] values = scores.get(score);
        if (values == null) {
            throw new IllegalArgumentException(score.column() + " was not computed");
        }
        return values;
    }
}
