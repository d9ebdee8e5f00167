package io.vmaffleet.coordinator.ledger;

import io.vmaffleet.task.Recipe;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The columns by which a table or a staging file is known to be the reference script's: its measured columns, all
/// of them, and its labels and metadata, any of them.
final class ReferenceColumns {
    private static final List<String> LABELS = List.of(
            "mos",
            "mos_raw_0_100",
            "chug_video_id",
            "chug_ref",
            "chug_name",
            "chug_bitladder",
            "chug_resolution",
            "chug_bitrate_label",
            "chug_orientation",
            "chug_framerate_manifest",
            "chug_content_name",
            "chug_height_manifest",
            "chug_width_manifest",
            "split",
            "chug_split_key",
            "chug_split_policy");

    /// `clip_name` and the columns that a clip's row must have.
    static final Set<String> MEASURED = measured();

    private ReferenceColumns() {}

    /// The first column that does not belong.
    static Optional<String> foreignAmong(Iterable<String> columns) {
        for (String column : columns) {
            if (!MEASURED.contains(column) && !LABELS.contains(column)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }

    private static Set<String> measured() {
        Set<String> columns =
                new LinkedHashSet<>(List.of("clip_name", "width", "height", "fps", "is_hdr", "motion_fps_weight"));
        Recipe.K150K.columns().forEach(column -> columns.add(column.name()));
        return columns;
    }
}
