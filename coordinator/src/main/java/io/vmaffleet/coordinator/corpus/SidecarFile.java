package io.vmaffleet.coordinator.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.corpus.ScoresFile.Scores;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.WireFormatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the sidecar: a JSON object a line, which belongs to the clip named by the base name of its `src`, else of its
/// `filename`. Every line is checked, also those of clips that are not there.
final class SidecarFile {
    private static final String BIT_DEPTH = "chug_bit_depth";

    private final Path file;
    private final ClipList clips;
    private final ContentSplit split;
    private final List<LabelColumn> copied;
    private final BitSet described;
    private final BitSet tenBit = new BitSet();
    private final BitSet eightBit = new BitSet();
    private final Map<LabelColumn, SidecarColumn> columns = new EnumMap<>(LabelColumn.class);
    private final Set<String> strangers = new LinkedHashSet<>();
    private final Map<String, List<String>> strangeReferences = new HashMap<>();

    private SidecarFile(Path file, ClipList clips, ContentSplit split, List<LabelColumn> copied) {
        this.file = file;
        this.clips = clips;
        this.split = split;
        this.copied = copied;
        this.described = new BitSet(clips.size());
    }

    /// What the sidecar says, by the place of the clip.
    ///
    /// @param described the clips with a line
    /// @param tenBit the clips said to have 10 bits
    /// @param eightBit the clips said to have 8 bits
    /// @param withoutClips lines for which the folder has no clip
    /// @param strangeReferences which of those are references, by the name of their content
    record Sidecar(
            BitSet described,
            Map<LabelColumn, SidecarColumn> columns,
            BitSet tenBit,
            BitSet eightBit,
            Set<String> withoutClips,
            Map<String, List<String>> strangeReferences) {
        static final Sidecar NONE = new Sidecar(new BitSet(), Map.of(), new BitSet(), new BitSet(), Set.of(), Map.of());

        Optional<Object> value(LabelColumn column, int clip) {
            SidecarColumn values = columns.get(column);
            return values == null ? Optional.empty() : values.value(clip);
        }

        /// Its `mos` as scores; a clip that it does not name has none.
        Scores scores(int clips) {
            double[] mos = new double[clips];
            BitSet named = new BitSet(clips);
            for (int clip = 0; clip < clips; clip++) {
                mos[clip] = value(LabelColumn.MOS, clip).map(Double.class::cast).orElse(Double.NaN);
                named.set(clip, described.get(clip));
            }
            return new Scores(mos, Optional.empty(), named, withoutClips);
        }

        /// The content that a clip is of, if the sidecar names one.
        Optional<String> content(int clip) {
            return value(LabelColumn.CONTENT_NAME, clip).map(Object::toString).filter(name -> !name.isBlank());
        }

        /// 8 or 10; 0 when it does not say.
        int bitDepth(int clip) {
            if (tenBit.get(clip)) {
                return 10;
            }
            return eightBit.get(clip) ? 8 : 0;
        }

        /// Whether any line marks its clip as a reference.
        boolean marksReferences() {
            return !strangeReferences.isEmpty() || described.stream().anyMatch(this::isReference);
        }

        /// Whether a clip is the reference of its content.
        boolean isReference(int clip) {
            return SidecarFile.isReference(column -> value(column, clip));
        }
    }

    /// @param copied what of it is wanted; the split is worked out in any case
    static Sidecar read(Path file, ClipList clips, ContentSplit split, List<LabelColumn> copied) {
        return new SidecarFile(file, clips, split, copied).read();
    }

    private Sidecar read() {
        try (BufferedReader lines = Utf8Text.open(file)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    take(line, number);
                }
            }
        } catch (IOException e) {
            throw Utf8Text.unreadable(file, "the sidecar", e);
        }
        return new Sidecar(described, columns, tenBit, eightBit, strangers, strangeReferences);
    }

    /// As CHUG marks them: by a flag, a label, or a part of the ladder's name.
    private static boolean isReference(Function<LabelColumn, Optional<Object>> values) {
        return values.apply(LabelColumn.REFERENCE)
                        .filter(Long.valueOf(1)::equals)
                        .isPresent()
                || lowerCase(values.apply(LabelColumn.BITRATE_LABEL)).strip().equals("ref")
                || lowerCase(values.apply(LabelColumn.BIT_LADDER)).contains("_ref");
    }

    private static String lowerCase(Optional<Object> text) {
        return text.map(Object::toString).orElse("").toLowerCase(Locale.ROOT);
    }

    private void take(String line, long number) {
        ObjectNode row = object(line, number);
        String source = source(row)
                .orElseThrow(() -> CorpusException.at(
                        file, number, "names no clip; give the line a 'src' or 'filename', or remove it"));
        OptionalInt clip = clips.indexOf(source);
        if (clip.isPresent() ? described.get(clip.getAsInt()) : !strangers.add(source)) {
            throw CorpusException.at(file, number, "'" + source + "' has a line already; keep one of the two");
        }
        if (clip.isPresent()) {
            described.set(clip.getAsInt());
        }
        Map<LabelColumn, Optional<Object>> values = new EnumMap<>(LabelColumn.class);
        for (LabelColumn column : copied) {
            JsonNode node = row.get(column.key());
            if (node != null) {
                values.put(column, value(column.key(), column.type(), node, number));
            }
        }
        if (clip.isPresent()) {
            values.forEach((column, value) -> column(column).put(clip.getAsInt(), value));
        } else if (isReference(column -> values.getOrDefault(column, Optional.empty()))) {
            columnText(row, LabelColumn.CONTENT_NAME)
                    .ifPresent(content -> strangeReferences
                            .computeIfAbsent(content, _ -> new ArrayList<>())
                            .add(source));
        }
        JsonNode depth = row.get(BIT_DEPTH);
        Optional<Object> bits = depth == null ? Optional.empty() : value(BIT_DEPTH, ColumnType.WHOLE, depth, number);
        if (clip.isPresent()) {
            tenBit.set(clip.getAsInt(), bits.filter(Long.valueOf(10)::equals).isPresent());
            eightBit.set(clip.getAsInt(), bits.filter(Long.valueOf(8)::equals).isPresent());
            putSplit(clip.getAsInt(), row, source);
        }
    }

    private ObjectNode object(String line, long number) {
        try {
            return Json.readObject(line);
        } catch (WireFormatException e) {
            throw new CorpusException(file + ":" + number + ": " + e.getMessage() + "; mend or remove the line", e);
        }
    }

    /// The base name of `src`, else of `filename`.
    private static Optional<String> source(ObjectNode row) {
        return text(row, "src")
                .or(() -> text(row, "filename"))
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .filter(name -> !name.isEmpty());
    }

    private static Optional<String> text(ObjectNode row, String key) {
        JsonNode node = row.get(key);
        return node == null || !node.isTextual() || node.textValue().isEmpty()
                ? Optional.empty()
                : Optional.of(node.textValue());
    }

    /// A line without a split of its own and without a content belongs to no split.
    private void putSplit(int clip, ObjectNode row, String source) {
        Optional<String> content =
                columnText(row, LabelColumn.CONTENT_NAME).map(String::strip).filter(name -> !name.isEmpty());
        Optional<String> part =
                text(row, LabelColumn.SPLIT.key()).flatMap(ContentSplit::named).or(() -> content.map(split::of));
        column(LabelColumn.SPLIT).put(clip, part.map(Object.class::cast));
        column(LabelColumn.SPLIT_KEY).put(clip, part.map(_ -> content.orElse(source)));
        column(LabelColumn.SPLIT_POLICY).put(clip, part.map(_ -> ContentSplit.POLICY));
    }

    private static Optional<String> columnText(ObjectNode row, LabelColumn column) {
        JsonNode node = row.get(column.key());
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node.asText());
    }

    private SidecarColumn column(LabelColumn column) {
        return columns.computeIfAbsent(column, _ -> new SidecarColumn(clips.size()));
    }

    /// A JSON value as the column's type; null, NaN and an empty text for a number are no value.
    private Optional<Object> value(String key, ColumnType type, JsonNode node, long number) {
        if (node.isNull()) {
            return Optional.empty();
        }
        @Nullable Object value = switch (type) {
            case TEXT -> node.isTextual() || node.isNumber() ? node.asText() : null;
            case WHOLE -> whole(node);
            case REAL -> real(node);
            case TRUTH -> null;
        };
        if (value == null) {
            throw CorpusException.at(
                    file,
                    number,
                    "the value " + node + " of '" + key + "' is no " + word(type) + "; mend the value or remove it");
        }
        return value instanceof Double real && real.isNaN() ? Optional.empty() : Optional.of(value);
    }

    private static @Nullable Object whole(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue() ? 1L : 0L;
        }
        Object real = real(node);
        if (!(real instanceof Double number) || number.isNaN()) {
            return real;
        }
        try {
            return new BigDecimal(node.asText().strip()).longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Object real(JsonNode node) {
        if (node.isNumber()) {
            double value = node.doubleValue();
            return Double.isInfinite(value) ? null : (Object) value;
        }
        return node.isTextual() ? DecimalText.parse(node.textValue()).orElse(null) : null;
    }

    private static String word(ColumnType type) {
        return switch (type) {
            case TEXT -> "text";
            case WHOLE -> "whole number";
            case REAL -> "number";
            case TRUTH -> "truth value";
        };
    }
}
