package io.vmaffleet.worker.extract.metric;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.worker.decode.FrameSource;
import io.vmaffleet.worker.extract.FeatureExtractor;
import io.vmaffleet.worker.extract.FrameListener;
import io.vmaffleet.worker.extract.FramePairSource;
import io.vmaffleet.worker.extract.FrameScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures by another extractor, and where the recipe has fast metrics leaves it those features out and
/// measures them itself, on each pair as the other one takes it.
public final class FastExtractor implements FeatureExtractor {
    private final FeatureExtractor other;

    public FastExtractor(FeatureExtractor other) {
        this.other = other;
    }

    @Override
    public FrameScores extract(FrameSource source, Recipe recipe, Scope scope, FrameListener listener) {
        return other.extract(source, recipe, scope, listener);
    }

    @Override
    public AuditedScores extractAudited(FrameSource source, Recipe recipe, FrameListener listener) {
        return other.extractAudited(source, recipe, listener);
    }

    @Override
    public FrameScores extract(FramePairSource pairs, Recipe recipe, FrameListener listener) {
        List<Feature> fast = recipe.fastFeatures();
        if (fast.isEmpty()) {
            return other.extract(pairs, recipe, listener);
        }
        MeteredPairs metered = new MeteredPairs(pairs, fast, recipe.options().subsample());
        List<Feature> left = new ArrayList<>(recipe.features());
        left.removeAll(fast);
        if (left.isEmpty()) {
            readToEnd(metered, listener);
            return metered.scores();
        }
        return other.extract(metered, recipe.withFeatures(left), listener).and(metered.scores());
    }

    private static void readToEnd(MeteredPairs pairs, FrameListener listener) {
        long frames = 0;
        for (Optional<FramePairSource.Pair> pair = pairs.next(); pair.isPresent(); pair = pairs.next()) {
            frames++;
            listener.measured(frames);
        }
    }
}
