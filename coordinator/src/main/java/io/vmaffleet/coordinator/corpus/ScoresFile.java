package io.vmaffleet.coordinator.corpus;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads the scores: a CSV with a header, columns `video_name`, `video_score` and perhaps `mos_raw_0_100`, in any order
/// and among others.
final class ScoresFile {
    private static final String NAME = "video_name";
    private static final String SCORE = "video_score";
    private static final String RAW = "mos_raw_0_100";

    private final CsvTable csv;
    private final ClipList clips;
    private final double[] mos;
    private final double[] raw;
    private final BitSet named;
    private final Set<String> strangers = new LinkedHashSet<>();
    private OptionalInt rawColumn = OptionalInt.empty();

    private ScoresFile(Path file, ClipList clips) {
        this.csv = new CsvTable(file, "the scores file", List.of(NAME, SCORE));
        this.clips = clips;
        this.mos = noScores();
        this.raw = noScores();
        this.named = new BitSet(clips.size());
    }

    /// Scores by the place of their clip.
    ///
    /// @param mos NaN where a clip has no score
    /// @param raw the same for `mos_raw_0_100`; empty when there is no such column
    /// @param named the clips that the file names, with a score or without
    /// @param withoutClips names for which there is no clip
    record Scores(double[] mos, Optional<double[]> raw, BitSet named, Set<String> withoutClips) {}

    static Scores read(Path file, ClipList clips) {
        return new ScoresFile(file, clips).read();
    }

    private Scores read() {
        csv.read(header -> {
            int name = header.neededColumn(NAME);
            int score = header.neededColumn(SCORE);
            rawColumn = header.column(RAW);
            return line -> take(line, name, score);
        });
        return new Scores(mos, rawColumn.isPresent() ? Optional.of(raw) : Optional.empty(), named, strangers);
    }

    private void take(CsvRecord line, int name, int score) {
        String clipName = line.getField(name);
        if (clipName.isEmpty()) {
            throw csv.at(line, "has an empty " + NAME + "; name the clip or remove the line");
        }
        double value = number(line, score, SCORE);
        double rawValue = rawColumn.isPresent() ? number(line, rawColumn.getAsInt(), RAW) : Double.NaN;
        OptionalInt clip = clips.indexOf(clipName);
        if (clip.isPresent() ? named.get(clip.getAsInt()) : !strangers.add(clipName)) {
            throw csv.at(line, "'" + clipName + "' has a line already; keep one of the two");
        }
        if (clip.isPresent()) {
            named.set(clip.getAsInt());
            mos[clip.getAsInt()] = value;
            raw[clip.getAsInt()] = rawValue;
        }
    }

    private double number(CsvRecord line, int column, String name) {
        String text = line.getField(column);
        return DecimalText.parse(text)
                .orElseThrow(() -> csv.at(
                        line,
                        "'" + text + "' is no number for " + name + "; write a number, or nothing if there is none"));
    }

    private double[] noScores() {
        double[] scores = new double[clips.size()];
        Arrays.fill(scores, Double.NaN);
        return scores;
    }
}
