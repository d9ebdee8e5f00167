package io.vmaffleet.feature;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The measured columns of one clip: what a worker returns and what staging holds.
///
/// @param width of the pictures as displayed (after rotation), in pixels
/// @param height of the pictures as displayed, in pixels
/// @param fps frames a second (`r_frame_rate` of the stream), 0 when unknown
/// @param isHdr at least 10 bits and an HDR transfer or BT.2020 primaries
/// @param motionFpsWeight see [MotionWeight]; unrounded
/// @param values of the recipe's columns, in its order; NaN where no frame had a value
/// @param pair what was compared, where that was not the clip with itself
public record FeatureRow(
        int width,
        int height,
        double fps,
        boolean isHdr,
        double motionFpsWeight,
        Map<FeatureColumn, Double> values,
        Optional<PairFacts> pair) {
    public FeatureRow {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("a row of " + width + "x" + height + " pixels");
        }
        if (!Double.isFinite(fps) || fps < 0) {
            throw new IllegalArgumentException("a row with a rate of " + fps + " frames a second");
        }
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// A row of a clip that was compared with itself.
    public FeatureRow(
            int width,
            int height,
            double fps,
            boolean isHdr,
            double motionFpsWeight,
            Map<FeatureColumn, Double> values) {
        this(width, height, fps, isHdr, motionFpsWeight, values, Optional.empty());
    }

    /// The values of columns, out of each score's statistics.
    public static Map<FeatureColumn, Double> values(
            List<FeatureColumn> columns, Function<Score, FeatureStats> statistics) {
        Map<Score, FeatureStats> known = new LinkedHashMap<>();
        Map<FeatureColumn, Double> values = new LinkedHashMap<>();
        for (FeatureColumn column : columns) {
            FeatureStats stats = known.computeIfAbsent(column.score(), statistics);
            values.put(column, stats.of(column.statistic()));
        }
        return values;
    }

    /// This row, which has just these columns.
    ///
    /// @throws IllegalArgumentException if it lacks one or has others, naming one of them
    public FeatureRow requireColumns(List<FeatureColumn> columns) {
        for (FeatureColumn column : columns) {
            value(column);
        }
        if (values.size() > columns.size()) {
            Set<FeatureColumn> more = new LinkedHashSet<>(values.keySet());
            columns.forEach(more::remove);
            throw new IllegalArgumentException(
                    "a row with the column " + more.iterator().next().name() + ", which its recipe has not");
        }
        return this;
    }

    /// @throws IllegalArgumentException if the row has no such column
    public double value(FeatureColumn column) {
        Double value = values.get(column);
        if (value == null) {
            throw new IllegalArgumentException("a row without " + column.name());
        }
        return value;
    }

    public double value(Feature feature, Statistic statistic) {
        return value(new FeatureColumn(feature, statistic));
    }

    /// The columns in which two rows of one clip differ, compared as doubles with NaN equal to NaN and -0.0 to 0.0;
    /// a feature's by the feature's name, once. Empty when they agree.
    public List<String> differencesFrom(FeatureRow other) {
        List<String> columns = new ArrayList<>();
        if (width != other.width) {
            columns.add("width");
        }
        if (height != other.height) {
            columns.add("height");
        }
        if (!same(fps, other.fps)) {
            columns.add("fps");
        }
        if (isHdr != other.isHdr) {
            columns.add("is_hdr");
        }
        if (!same(motionFpsWeight, other.motionFpsWeight)) {
            columns.add("motion_fps_weight");
        }
        Set<FeatureColumn> either = new LinkedHashSet<>(values.keySet());
        either.addAll(other.values.keySet());
        if (!pair.equals(other.pair)) {
            columns.add("pair");
        }
        either.stream()
                .filter(column -> !same(values.get(column), other.values.get(column)))
                .map(column -> column.score().column())
                .distinct()
                .forEach(columns::add);
        return columns;
    }

    private static boolean same(@Nullable Double a, @Nullable Double b) {
        return a != null && b != null && (a.doubleValue() == b.doubleValue() || (a.isNaN() && b.isNaN()));
    }
}
