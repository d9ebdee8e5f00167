package io.vmaffleet.coordinator.corpus;

import io.vmaffleet.coordinator.corpus.ScoresFile.Scores;
import io.vmaffleet.coordinator.corpus.SidecarFile.Sidecar;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe.Layout;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;

/// What new scores and a new sidecar say of the clips of a finished table, by their names. Immutable.
public final class LabelRevision {
    /// Where new labels are from; at least one of the two files.
    ///
    /// @param splitSeed decides which contents are train, val and test where the sidecar does not say
    public record Source(Optional<Path> scores, Optional<Path> sidecar, String splitSeed) {
        public Source {
            if (scores.isEmpty() && sidecar.isEmpty()) {
                throw new IllegalArgumentException("neither scores nor a sidecar");
            }
        }
    }

    private final ClipList clips;
    private final Source source;
    private final Scores scores;
    private final Sidecar sidecar;

    private LabelRevision(ClipList clips, Source source, Scores scores, Sidecar sidecar) {
        this.clips = clips;
        this.source = source;
        this.scores = scores;
        this.sidecar = sidecar;
    }

    /// @param names of the table's clips and of those that they are compared with
    /// @throws CorpusException if a file cannot be read as it is
    public static LabelRevision read(Source source, NavigableSet<ClipName> names, Layout layout) {
        ClipList.Builder builder = new ClipList.Builder();
        names.forEach(name -> builder.add(name.value(), 0));
        ClipList clips = builder.build();
        Sidecar sidecar = source.sidecar()
                .map(file -> SidecarFile.read(
                        file, clips, new ContentSplit(source.splitSeed()), LabelColumn.fromSidecar(layout)))
                .orElse(Sidecar.NONE);
        Scores scores =
                source.scores().map(file -> ScoresFile.read(file, clips)).orElseGet(() -> sidecar.scores(clips.size()));
        return new LabelRevision(clips, source, scores, sidecar);
    }

    /// What they say of a clip, a String, Long or Double after the column's type; empty where they say nothing, which
    /// leaves what was there. A score is the scores file's, and the sidecar's where there is no such file.
    public Optional<Object> value(LabelColumn column, String clip) {
        OptionalInt place = clips.indexOf(clip);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        return switch (column) {
            case MOS -> number(scores.mos(), place.getAsInt());
            case MOS_RAW ->
                scores.raw()
                        .flatMap(raw -> number(raw, place.getAsInt()))
                        .or(() -> sidecar.value(column, place.getAsInt()));
            default -> sidecar.value(column, place.getAsInt());
        };
    }

    /// Whether one of the files has a line for a clip.
    public boolean isNamed(String clip) {
        OptionalInt place = clips.indexOf(clip);
        return place.isPresent()
                && (scores.named().get(place.getAsInt()) || sidecar.described().get(place.getAsInt()));
    }

    /// Whether one of the files says something of a clip; a line of the scores without a number says nothing.
    public boolean isLabelled(String clip) {
        OptionalInt place = clips.indexOf(clip);
        return place.isPresent()
                && (sidecar.described().get(place.getAsInt())
                        || number(scores.mos(), place.getAsInt()).isPresent()
                        || scores.raw()
                                .flatMap(raw -> number(raw, place.getAsInt()))
                                .isPresent());
    }

    /// Names in the scores file that the table has no row for.
    public Collection<String> scoresWithoutRow() {
        return source.scores().isPresent() ? scores.withoutClips() : List.of();
    }

    /// Names in the sidecar that the table has no row for.
    public Collection<String> sidecarWithoutRow() {
        return sidecar.withoutClips();
    }

    /// The digest of labels that had one and were revised by these.
    ///
    /// @param columns that were looked for
    public String digest(String before, List<LabelColumn> columns) {
        DigestWriter digest = new DigestWriter("revision-1").text(before);
        columns.forEach(column -> digest.text(column.key()));
        for (int clip = 0; clip < clips.size(); clip++) {
            digest.text(clips.name(clip));
            for (LabelColumn column : columns) {
                digest.value(value(column, clips.name(clip)));
            }
        }
        return digest.finish();
    }

    private static Optional<Object> number(double[] values, int place) {
        return Double.isNaN(values[place]) ? Optional.empty() : Optional.of(values[place]);
    }
}
