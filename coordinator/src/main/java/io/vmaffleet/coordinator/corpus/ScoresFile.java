package io.vmaffleet.coordinator.corpus;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// Reads the scores: a CSV with a header, columns `video_name`, `video_score` and perhaps `mos_raw_0_100`, in any order
/// and among others.
final class ScoresFile {
    private static final String NAME = "video_name";
    private static final String SCORE = "video_score";
    private static final String RAW = "mos_raw_0_100";
    private static final String WHAT = "the scores file";

    private final Path file;
    private final ClipList clips;

    private ScoresFile(Path file, ClipList clips) {
        this.file = file;
        this.clips = clips;
    }

    /// Scores by the place of their clip.
    ///
    /// @param mos NaN where a clip has no score
    /// @param raw the same for `mos_raw_0_100`; empty when there is no such column
    /// @param named the clips that the file names, with a score or without
    /// @param withoutClips names for which there is no clip
    record Scores(double[] mos, Optional<double[]> raw, BitSet named, Tally withoutClips) {}

    static Scores read(Path file, ClipList clips) {
        return new ScoresFile(file, clips).read();
    }

    private Scores read() {
        try (Reader text = Utf8Text.open(file);
                CsvReader<CsvRecord> records = CsvReader.builder()
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .ofCsvRecord(text)) {
            Iterator<CsvRecord> lines = records.iterator();
            if (!lines.hasNext()) {
                throw CorpusException.at(file, 1, "empty; the scores file needs a header with " + NAME + "," + SCORE);
            }
            return read(lines.next(), lines);
        } catch (UncheckedIOException e) {
            throw Utf8Text.unreadable(file, WHAT, Objects.requireNonNull(e.getCause()));
        } catch (CsvParseException e) {
            if (e.getCause() instanceof IOException cause) {
                throw Utf8Text.unreadable(file, WHAT, cause);
            }
            throw new CorpusException(
                    file + ": not CSV (" + said(e) + "); save it as CSV with a header of " + NAME + "," + SCORE, e);
        } catch (IOException e) {
            throw Utf8Text.unreadable(file, WHAT, e);
        }
    }

    private static String said(CsvParseException e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage());
    }

    private Scores read(CsvRecord header, Iterator<CsvRecord> lines) {
        List<String> columns = header.getFields().stream().map(String::strip).toList();
        int name = column(header, columns, NAME).orElseThrow(() -> missing(header, columns, NAME));
        int score = column(header, columns, SCORE).orElseThrow(() -> missing(header, columns, SCORE));
        OptionalInt raw = column(header, columns, RAW);

        double[] mos = noScores();
        double[] rawMos = noScores();
        BitSet named = new BitSet(clips.size());
        Set<String> strangers = new HashSet<>();
        Tally.Counter withoutClips = new Tally.Counter();
        while (lines.hasNext()) {
            CsvRecord line = lines.next();
            if (line.getFieldCount() != columns.size()) {
                throw at(
                        line,
                        "has " + line.getFieldCount() + " fields where the header has " + columns.size()
                                + "; mend or remove the line");
            }
            String clipName = line.getField(name);
            if (clipName.isEmpty()) {
                throw at(line, "has an empty " + NAME + "; name the clip or remove the line");
            }
            double value = number(line, score, SCORE);
            double rawValue = raw.isPresent() ? number(line, raw.getAsInt(), RAW) : Double.NaN;
            OptionalInt clip = clips.indexOf(clipName);
            if (clip.isPresent() ? named.get(clip.getAsInt()) : !strangers.add(clipName)) {
                throw at(line, "'" + clipName + "' has a line already; keep one of the two");
            }
            if (clip.isPresent()) {
                named.set(clip.getAsInt());
                mos[clip.getAsInt()] = value;
                rawMos[clip.getAsInt()] = rawValue;
            } else {
                withoutClips.add(clipName);
            }
        }
        return new Scores(mos, raw.isPresent() ? Optional.of(rawMos) : Optional.empty(), named, withoutClips.tally());
    }

    private OptionalInt column(CsvRecord header, List<String> columns, String name) {
        int first = columns.indexOf(name);
        if (first != columns.lastIndexOf(name)) {
            throw at(header, "has the column " + name + " twice; keep one of the two");
        }
        return first < 0 ? OptionalInt.empty() : OptionalInt.of(first);
    }

    private CorpusException missing(CsvRecord header, List<String> columns, String name) {
        return at(
                header,
                "no column " + name + " (there are: " + String.join(", ", columns) + "); the header needs " + NAME
                        + " and " + SCORE + ", separated by commas");
    }

    private double number(CsvRecord line, int column, String name) {
        String text = line.getField(column);
        return DecimalText.parse(text)
                .orElseThrow(() -> at(
                        line,
                        "'" + text + "' is no number for " + name + "; write a number, or nothing if there is none"));
    }

    private double[] noScores() {
        double[] scores = new double[clips.size()];
        Arrays.fill(scores, Double.NaN);
        return scores;
    }

    private CorpusException at(CsvRecord line, String problem) {
        return CorpusException.at(file, line.getStartingLineNumber(), problem);
    }
}
