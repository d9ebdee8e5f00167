package io.vmaffleet.coordinator.corpus;

import java.util.Arrays;
import java.util.List;

/// The columns that come from scores and sidecar, behind the measured ones, in their locked order. `mos` is none of
/// them: it stands among the measured columns and is always there.
public enum LabelColumn {
    MOS_RAW("mos_raw_0_100", ColumnType.REAL, true),
    VIDEO_ID("chug_video_id", ColumnType.TEXT, true),
    REFERENCE("chug_ref", ColumnType.WHOLE, true),
    NAME("chug_name", ColumnType.TEXT, true),
    BIT_LADDER("chug_bitladder", ColumnType.TEXT, true),
    RESOLUTION("chug_resolution", ColumnType.TEXT, true),
    BITRATE_LABEL("chug_bitrate_label", ColumnType.TEXT, true),
    ORIENTATION("chug_orientation", ColumnType.TEXT, true),
    FRAMERATE("chug_framerate_manifest", ColumnType.REAL, true),
    CONTENT_NAME("chug_content_name", ColumnType.TEXT, true),
    HEIGHT("chug_height_manifest", ColumnType.WHOLE, true),
    WIDTH("chug_width_manifest", ColumnType.WHOLE, true),
    SPLIT("split", ColumnType.TEXT, false),
    SPLIT_KEY("chug_split_key", ColumnType.TEXT, false),
    SPLIT_POLICY("chug_split_policy", ColumnType.TEXT, false);

    private static final List<LabelColumn> FROM_SIDECAR =
            Arrays.stream(values()).filter(column -> column.copied).toList();

    private final String key;
    private final ColumnType type;
    private final boolean copied;

    LabelColumn(String key, ColumnType type, boolean copied) {
        this.key = key;
        this.type = type;
        this.copied = copied;
    }

    /// The column's name in the table, which is the sidecar's key.
    public String key() {
        return key;
    }

    public ColumnType type() {
        return type;
    }

    /// The columns that are copied from the sidecar; the others are worked out from it.
    static List<LabelColumn> fromSidecar() {
        return FROM_SIDECAR;
    }
}
