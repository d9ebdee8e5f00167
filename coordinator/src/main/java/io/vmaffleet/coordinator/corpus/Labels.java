package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.coordinator.corpus.ScoresFile.Scores;
import io.vmaffleet.coordinator.corpus.SidecarFile.Sidecar;
import io.vmaffleet.task.ManifestGeometry;
import io.vmaffleet.task.Recipe.Layout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What scores and sidecar say of the clips of a plan, by the place of the clip. Immutable.
///
/// It is as large as what it holds and is not kept: read for the checks at the start, and again when the table is
/// written.
public final class Labels {
    private final Scores scores;
    private final Sidecar sidecar;
    private final ClipJoin clips;
    private final Layout layout;
    private final List<LabelColumn> columns;

    /// @param layout of the table that they are for
    Labels(Scores scores, Sidecar sidecar, ClipJoin clips, Layout layout) {
        this.scores = scores;
        this.sidecar = sidecar;
        this.clips = clips;
        this.layout = layout;
        this.columns = columnsOf(scores, sidecar, clips);
    }

    /// A column is there when a clip of the plan has its key, whether or not that clip gets a row; the raw score also
    /// when the scores have its column; the split when any clip has a line in the sidecar.
    private static List<LabelColumn> columnsOf(Scores scores, Sidecar sidecar, ClipJoin clips) {
        List<LabelColumn> columns = new ArrayList<>();
        for (LabelColumn column : LabelColumn.ofTables()) {
            SidecarColumn values = sidecar.columns().get(column);
            if ((values != null && values.isThereAmong(clips))
                    || (column == LabelColumn.MOS_RAW && scores.raw().isPresent())) {
                columns.add(column);
            }
        }
        return List.copyOf(columns);
    }

    /// The label columns of a table of clips, in its order; CHUG's has its own.
    public List<LabelColumn> columns() {
        return columns;
    }

    /// The clip's score; NaN when it has none.
    public double mos(int clip) {
        return scores.mos()[clips.place(clip)];
    }

    /// A cell: a String, Long or Double after the column's type; empty for null. A raw score comes from the scores
    /// file, else from the sidecar.
    public Optional<Object> value(LabelColumn column, int clip) {
        if (column == LabelColumn.MOS_RAW) {
            double raw = scores.raw().map(values -> values[clips.place(clip)]).orElse(Double.NaN);
            if (!Double.isNaN(raw)) {
                return Optional.of(raw);
            }
        }
        return sidecar.value(column, clips.place(clip));
    }

    /// The same of the clip that it is compared with; empty where that is itself, or no file that the pattern matches.
    public Optional<Object> ofReference(LabelColumn column, int clip) {
        if (!clips.hasReferences()) {
            return Optional.empty();
        }
        OptionalInt place = clips.all().indexOf(clips.referenceName(clip));
        return place.isPresent() ? sidecar.value(column, place.getAsInt()) : Optional.empty();
    }

    /// The digest of every label of every clip that the table has, whatever files they came from.
    public String digest() {
        boolean chug = layout == Layout.CHUG;
        DigestWriter digest = new DigestWriter(chug ? "labels-chug-1" : "labels-1");
        List<LabelColumn> told = chug ? LabelColumn.ofChug() : columns;
        List<LabelColumn> ofReferences = chug ? LabelColumn.ofChugsReferences() : List.of();
        told.forEach(column -> digest.text(column.key()));
        for (int clip = 0; clip < clips.clips().size(); clip++) {
            digest.real(mos(clip));
            for (LabelColumn column : told) {
                digest.value(value(column, clip));
            }
            for (LabelColumn column : ofReferences) {
                digest.value(ofReference(column, clip));
            }
        }
        return digest.finish();
    }

    /// The clip's geometry, when the sidecar has width, height and rate; CHUG's has no depth.
    Optional<ManifestGeometry> geometry(int clip) {
        long width = value(LabelColumn.WIDTH, clip).map(Long.class::cast).orElse(0L);
        long height = value(LabelColumn.HEIGHT, clip).map(Long.class::cast).orElse(0L);
        double fps = value(LabelColumn.FRAMERATE, clip).map(Double.class::cast).orElse(0.0);
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE || !(fps > 0)) {
            return Optional.empty();
        }
        return Optional.of(new ManifestGeometry((int) width, (int) height, fps, sidecar.bitDepth(clips.place(clip))));
    }

    boolean isScored(int clip) {
        return !Double.isNaN(mos(clip));
    }

    boolean anyNamed() {
        return !scores.named().isEmpty();
    }

    Tally withoutClips() {
        return Tally.of(scores.withoutClips());
    }

    Tally sidecarWithoutClips() {
        return Tally.of(sidecar.withoutClips());
    }

    boolean hasSidecarLines() {
        return !sidecar.described().isEmpty();
    }
}
