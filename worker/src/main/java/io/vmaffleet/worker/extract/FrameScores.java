package io.vmaffleet.worker.extract;

import io.vmaffleet.feature.Feature;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/// The scores of one clip, an array a feature with an entry a frame that has scores; NaN where libvmaf gave no finite
/// value.
///
/// Features that were not computed, being constant under self pairing, are absent.
public final class FrameScores {
    private final int frames;
    private final Map<Feature, double[]> scores = new EnumMap<>(Feature.class);

    public FrameScores(int frames, Map<Feature, double[]> scores) {
        this.frames = frames;
        scores.forEach((feature, values) -> {
            if (values.length != frames) {
                throw new IllegalArgumentException(
                        feature + " has " + values.length + " scores for " + frames + " frames");
            }
            this.scores.put(feature, values.clone());
        });
    }

    public int frames() {
        return frames;
    }

    public Set<Feature> features() {
        return Set.copyOf(scores.keySet());
    }

    public boolean has(Feature feature) {
        return scores.containsKey(feature);
    }

    /// A copy of one feature's scores.
    ///
    /// @throws IllegalArgumentException if the feature was not computed
    public double[] of(Feature feature) {
        double[] values = scores.get(feature);
        if (values == null) {
            throw new IllegalArgumentException(feature + " was not computed");
        }
        return values.clone();
    }
}
