package io.vmaffleet.feature;

import java.util.ArrayList;
import java.util.List;

/// The measured columns of one clip: what a worker returns and what staging holds.
///
/// @param width of the pictures as displayed (after rotation), in pixels
/// @param height of the pictures as displayed, in pixels
/// @param fps frames a second (`r_frame_rate` of the stream), 0 when unknown
/// @param isHdr at least 10 bits and an HDR transfer or BT.2020 primaries
/// @param motionFpsWeight see [MotionWeight]; unrounded
/// @param stats one a feature, in the order of [Feature#inOrder]
public record FeatureRow(
        int width, int height, double fps, boolean isHdr, double motionFpsWeight, List<FeatureStats> stats) {
    public FeatureRow {
        if (width <= 0 || height <= 0) {
            throw new IllegalArgumentException("a row of " + width + "x" + height + " pixels");
        }
        if (!Double.isFinite(fps) || fps < 0) {
            throw new IllegalArgumentException("a row with a rate of " + fps + " frames a second");
        }
        if (stats.size() != Feature.inOrder().size()) {
            throw new IllegalArgumentException("a row with " + stats.size() + " features instead of "
                    + Feature.inOrder().size());
        }
        stats = List.copyOf(stats);
    }

    public FeatureStats stats(Feature feature) {
        return stats.get(feature.ordinal());
    }

    /// The columns in which two rows of one clip differ, compared as doubles with NaN equal to NaN; empty when they
    /// agree.
    public List<String> differencesFrom(FeatureRow other) {
        List<String> columns = new ArrayList<>();
        if (width != other.width) {
            columns.add("width");
        }
        if (height != other.height) {
            columns.add("height");
        }
        if (!FeatureStats.same(fps, other.fps)) {
            columns.add("fps");
        }
        if (isHdr != other.isHdr) {
            columns.add("is_hdr");
        }
        if (!FeatureStats.same(motionFpsWeight, other.motionFpsWeight)) {
            columns.add("motion_fps_weight");
        }
        for (Feature feature : Feature.inOrder()) {
            if (!stats(feature).sameAs(other.stats(feature))) {
                columns.add(feature.column());
            }
        }
        return columns;
    }
}
