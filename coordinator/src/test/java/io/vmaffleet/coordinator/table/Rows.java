package io.vmaffleet.coordinator.table;

import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.MotionWeight;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.task.ClipName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measured rows for tests, each following from the clip's name by integer arithmetic alone.
public final class Rows implements MeasuredRows {
    private final List<String> asked = new ArrayList<>();
    private String without = "";

    /// Rows for every clip but those whose name has this in it.
    static Rows without(String part) {
        Rows rows = new Rows();
        rows.without = part;
        return rows;
    }

    @Override
    public Optional<FeatureRow> row(ClipName clip) {
        asked.add(clip.value());
        return !without.isEmpty() && clip.value().contains(without) ? Optional.empty() : Optional.of(of(clip));
    }

    List<String> asked() {
        return asked;
    }

    public static FeatureRow of(ClipName clip) {
        int seed = clip.value().hashCode();
        List<FeatureStats> stats = new ArrayList<>();
        for (Feature feature : Feature.inOrder()) {
            stats.add(
                    feature == Feature.CIEDE2000 || feature == Feature.PSNR_HVS
                            ? FeatureStats.NONE
                            : feature.variesWhenIdentical()
                                    ? TestRows.stats((seed + feature.ordinal()) / 1024.0, (seed & 0xff) / 256.0)
                                    : FeatureStats.constant(feature.whenIdentical(8)));
        }
        double fps = (seed & 1) == 0 ? 30000.0 / 1001 : 60;
        return TestRows.k150k(640 + (seed & 3) * 2, 360, fps, (seed & 4) != 0, MotionWeight.of(fps), stats);
    }
}
