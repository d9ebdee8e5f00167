package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.task.Recipe.Layout;
import java.util.Arrays;
import java.util.List;

/// What scores and sidecar say of a clip, each by its key; the columns of every table are behind the measured ones, in
/// their locked order.
public enum LabelColumn {
    MOS_RAW("mos_raw_0_100", ColumnType.REAL, Kind.OF_TABLE),
    VIDEO_ID("chug_video_id", ColumnType.TEXT, Kind.OF_TABLE),
    REFERENCE("chug_ref", ColumnType.WHOLE, Kind.OF_TABLE),
    NAME("chug_name", ColumnType.TEXT, Kind.OF_TABLE),
    BIT_LADDER("chug_bitladder", ColumnType.TEXT, Kind.OF_TABLE),
    RESOLUTION("chug_resolution", ColumnType.TEXT, Kind.OF_TABLE),
    BITRATE_LABEL("chug_bitrate_label", ColumnType.TEXT, Kind.OF_TABLE),
    ORIENTATION("chug_orientation", ColumnType.TEXT, Kind.OF_TABLE),
    FRAMERATE("chug_framerate_manifest", ColumnType.REAL, Kind.OF_TABLE),
    CONTENT_NAME("chug_content_name", ColumnType.TEXT, Kind.OF_TABLE),
    HEIGHT("chug_height_manifest", ColumnType.WHOLE, Kind.OF_TABLE),
    WIDTH("chug_width_manifest", ColumnType.WHOLE, Kind.OF_TABLE),
    SPLIT("split", ColumnType.TEXT, Kind.WORKED_OUT),
    SPLIT_KEY("chug_split_key", ColumnType.TEXT, Kind.WORKED_OUT),
    SPLIT_POLICY("chug_split_policy", ColumnType.TEXT, Kind.WORKED_OUT),
    CORPUS("corpus", ColumnType.TEXT, Kind.OF_CHUG),
    CORPUS_VERSION("corpus_version", ColumnType.TEXT, Kind.OF_CHUG),
    DURATION("duration_s", ColumnType.REAL, Kind.OF_CHUG),
    ENCODER("encoder_upstream", ColumnType.TEXT, Kind.OF_CHUG),
    STREAM_RATE("framerate", ColumnType.REAL, Kind.OF_CHUG),
    INGESTED("ingested_at_utc", ColumnType.TEXT, Kind.OF_CHUG),
    MOS("mos", ColumnType.REAL, Kind.SCORE),
    MOS_DEVIATION("mos_std_dev", ColumnType.REAL, Kind.OF_CHUG),
    RATINGS("n_ratings", ColumnType.WHOLE, Kind.OF_CHUG),
    PIXEL_FORMAT("pix_fmt", ColumnType.TEXT, Kind.OF_CHUG),
    SOURCE("src", ColumnType.TEXT, Kind.OF_CHUG),
    SOURCE_SHA256("src_sha256", ColumnType.TEXT, Kind.OF_CHUG),
    SOURCE_BYTES("src_size_bytes", ColumnType.WHOLE, Kind.OF_CHUG),
    CODED_WIDTH("width", ColumnType.WHOLE, Kind.OF_STREAM),
    CODED_HEIGHT("height", ColumnType.WHOLE, Kind.OF_STREAM),
    TRANSFER("color_transfer", ColumnType.TEXT, Kind.OF_STREAM),
    PRIMARIES("color_primaries", ColumnType.TEXT, Kind.OF_STREAM);

    private enum Kind {
        /// Copied from the sidecar into any table.
        OF_TABLE,
        /// Worked out from the sidecar, for any table.
        WORKED_OUT,
        /// Read for its value where there is no scores file.
        SCORE,
        /// Copied into CHUG's table alone.
        OF_CHUG,
        /// Held against the clip's stream, and in no table: what stands there is measured.
        OF_STREAM
    }

    private static final List<LabelColumn> OF_TABLES = Arrays.stream(values())
            .filter(column -> column.kind == Kind.OF_TABLE || column.kind == Kind.WORKED_OUT)
            .toList();

    private static final List<LabelColumn> OF_CHUG = Arrays.stream(values())
            .filter(column -> column.kind != Kind.SCORE && column.kind != Kind.OF_STREAM)
            .toList();

    private static final List<LabelColumn> OF_CHUGS_REFERENCES = List.of(SOURCE_SHA256, VIDEO_ID);

    private final String key;
    private final ColumnType type;
    private final Kind kind;

    LabelColumn(String key, ColumnType type, Kind kind) {
        this.key = key;
        this.type = type;
        this.kind = kind;
    }

    /// The column's name in the table, which is the sidecar's key.
    public String key() {
        return key;
    }

    public ColumnType type() {
        return type;
    }

    /// The columns that tables of every layout but CHUG's have where clips have their keys, in their order.
    public static List<LabelColumn> ofTables() {
        return OF_TABLES;
    }

    /// The columns that CHUG's table always has, `mos` aside.
    public static List<LabelColumn> ofChug() {
        return OF_CHUG;
    }

    /// What CHUG's table tells of the clip that a row's clip is compared with.
    static List<LabelColumn> ofChugsReferences() {
        return OF_CHUGS_REFERENCES;
    }

    /// The columns that are copied from the sidecar.
    static List<LabelColumn> fromSidecar(Layout layout) {
        return Arrays.stream(values())
                .filter(column -> switch (column.kind) {
                    case OF_TABLE, SCORE -> true;
                    case OF_CHUG -> layout == Layout.CHUG;
                    case WORKED_OUT, OF_STREAM -> false;
                })
                .toList();
    }
}
