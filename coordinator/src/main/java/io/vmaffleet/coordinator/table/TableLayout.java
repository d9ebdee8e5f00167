package io.vmaffleet.coordinator.table;

import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.coordinator.corpus.LabelColumn;
import io.vmaffleet.coordinator.corpus.Labels;
import io.vmaffleet.coordinator.table.PairColumns.PairColumn;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.Score;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.Pairing;
import io.vmaffleet.task.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The columns of a recipe's table with where each cell comes from. They follow from recipe and labels and never from
/// the rows that came.
///
/// A table of clips has the measured columns with `mos`, what was compared where that was a pair, then the labels; the
/// order is the Python script's and locked, new columns only at the end. CHUG's has the name, the keys of the sidecar,
/// the pair, and the features by statistic; what CHUG's script has not is at the end.
final class TableLayout {
    /// A column and its cells.
    record Column(TableColumn column, Cell cell) {}

    /// What stands in a row: a String, Long, Double or Boolean; null or NaN for nothing.
    interface Cell {
        @Nullable Object of(ClipRow row, Labels labels);
    }

    private static final String REFERENCE_SHA256 = "feature_ref_sha256";
    private static final String REFERENCE_VIDEO_ID = "chug_reference_video_id";

    private final Recipe recipe;
    private final List<Column> columns = new ArrayList<>();

    private TableLayout(Recipe recipe) {
        this.recipe = recipe;
    }

    /// The columns of a recipe's table.
    ///
    /// @param labels the label columns of a table of clips; CHUG's has its own
    static List<Column> of(Recipe recipe, List<LabelColumn> labels) {
        TableLayout layout = new TableLayout(recipe);
        switch (recipe.layout()) {
            case CLIPS -> layout.clips(labels);
            case CHUG -> layout.chug();
        }
        return List.copyOf(layout.columns);
    }

    private void clips(List<LabelColumn> labels) {
        text(TableSchema.CLIP_NAME, (row, _) -> row.name());
        mos();
        width();
        height();
        aboutClip();
        recipe.columns().forEach(this::feature);
        if (recipe.pairing() instanceof Pairing.Reference) {
            PairColumns.all().forEach(this::pair);
        }
        labels.forEach(this::label);
    }

    private void aboutClip() {
        real("fps", (row, _) -> row.row().fps());
        add("is_hdr", ColumnType.TRUTH, (row, _) -> row.row().isHdr());
        real("motion_fps_weight", (row, _) -> row.row().motionFpsWeight());
        if (recipe.namesModel()) {
            text(TableSchema.TEACHER_MODEL, (_, _) -> recipe.model());
        }
    }

    private void chug() {
        text(TableSchema.CLIP_NAME, (row, _) -> row.name());
        sidecar();
        text("feature_pair_key", (row, _) -> row.pair().reference() + "|" + row.name());
        text("feature_source", (_, _) -> "chug-fr-ref-aligned");
        String set = hasItsNamedFeatures() ? recipe.name().replaceFirst("^chug-", "") : "custom";
        text("feature_set", (_, _) -> set);
        String names = recipe.scores().stream().map(Score::column).collect(Collectors.joining(","));
        text("feature_names", (_, _) -> names);
        pair(PairColumns.width());
        pair(PairColumns.height());
        pair(PairColumns.bitDepth());
        text("feature_alignment", (_, _) -> "distorted_scaled_to_reference");
        pair(PairColumns.reference());
        ofReference(REFERENCE_SHA256);
        ofReference(REFERENCE_VIDEO_ID);
        label(LabelColumn.SPLIT);
        label(LabelColumn.SPLIT_KEY);
        label(LabelColumn.SPLIT_POLICY);
        pair(PairColumns.frames());
        PairColumns.streams().forEach(this::pair);
        PairColumns.signals().forEach(this::pair);
        byStatistic();
        aboutClip();
        PairColumns.counts().forEach(this::pair);
    }

    private boolean hasItsNamedFeatures() {
        return Recipe.NAMED.stream()
                .anyMatch(named ->
                        named.name().equals(recipe.name()) && named.features().equals(recipe.features()));
    }

    /// The sidecar's 27 keys; what can be measured and it does not say is measured.
    private void sidecar() {
        label(LabelColumn.BIT_LADDER);
        label(LabelColumn.BITRATE_LABEL);
        label(LabelColumn.CONTENT_NAME);
        label(LabelColumn.FRAMERATE);
        label(LabelColumn.HEIGHT);
        label(LabelColumn.NAME);
        label(LabelColumn.ORIENTATION);
        label(LabelColumn.REFERENCE);
        label(LabelColumn.RESOLUTION);
        label(LabelColumn.VIDEO_ID);
        label(LabelColumn.WIDTH);
        label(LabelColumn.CORPUS);
        label(LabelColumn.CORPUS_VERSION);
        labelOr(LabelColumn.DURATION, (row, _) -> row.pair().ofDistorted().seconds());
        label(LabelColumn.ENCODER);
        labelOr(LabelColumn.STREAM_RATE, (row, _) -> row.row().fps());
        height();
        label(LabelColumn.INGESTED);
        mos();
        label(LabelColumn.MOS_RAW);
        label(LabelColumn.MOS_DEVIATION);
        label(LabelColumn.RATINGS);
        labelOr(LabelColumn.PIXEL_FORMAT, (row, _) -> row.pair().ofDistorted().pixelFormat());
        labelOr(LabelColumn.SOURCE, (row, _) -> row.name());
        label(LabelColumn.SOURCE_SHA256);
        label(LabelColumn.SOURCE_BYTES);
        width();
    }

    /// All means, each once more under the bare name, then the others.
    private void byStatistic() {
        for (Statistic statistic : recipe.statistics()) {
            for (Score score : recipe.scores()) {
                FeatureColumn column = new FeatureColumn(score, statistic);
                feature(column);
                if (statistic == Statistic.MEAN) {
                    real(score.column(), (row, _) -> row.row().value(column));
                }
            }
        }
    }

    private void mos() {
        real("mos", (row, labels) -> labels.mos(row.clip()));
    }

    private void width() {
        add("width", ColumnType.WHOLE, (row, _) -> (long) row.row().width());
    }

    private void height() {
        add("height", ColumnType.WHOLE, (row, _) -> (long) row.row().height());
    }

    private void feature(FeatureColumn column) {
        real(column.name(), (row, _) -> row.row().value(column));
    }

    private void pair(PairColumn column) {
        add(column.name(), column.type(), (row, _) -> column.cell().apply(row.pair()));
    }

    private void label(LabelColumn label) {
        add(
                label.key(),
                label.type(),
                (row, labels) -> labels.value(label, row.clip()).orElse(null));
    }

    private void labelOr(LabelColumn label, Cell measured) {
        add(
                label.key(),
                label.type(),
                (row, labels) -> labels.value(label, row.clip()).orElseGet(() -> measured.of(row, labels)));
    }

    /// Which label of the clip that a row's clip is compared with a column of CHUG's table holds.
    static Optional<LabelColumn> labelOfReference(String column) {
        return switch (column) {
            case REFERENCE_SHA256 -> Optional.of(LabelColumn.SOURCE_SHA256);
            case REFERENCE_VIDEO_ID -> Optional.of(LabelColumn.VIDEO_ID);
            default -> Optional.empty();
        };
    }

    private void ofReference(String name) {
        LabelColumn label = labelOfReference(name).orElseThrow();
        add(
                name,
                label.type(),
                (row, labels) -> labels.ofReference(label, row.clip()).orElse(null));
    }

    private void text(String name, Cell cell) {
        add(name, ColumnType.TEXT, cell);
    }

    private void real(String name, Cell cell) {
        add(name, ColumnType.REAL, cell);
    }

    private void add(String name, ColumnType type, Cell cell) {
        columns.add(new Column(new TableColumn(name, type), cell));
    }
}
