package io.vmaffleet.worker.extract.vmafcli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.Score;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a `vmaf` command reports as JSON, read strictly: the frames one by one in their order, and on each
/// of them every score that is expected. What is not a finite number where there is a score (`null`, NaN,
/// an infinity) is NaN.
///
/// @param frames that have scores
/// @param scores by feature, one a frame
record VmafReport(int frames, Map<Score, double[]> scores) {
    /// Of the frames one is read at a time, with the others behind it.
    private static final ObjectReader READER =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// Thrown for a report that cannot be what the command measured.
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        MalformedException(String sentence) {
            super(sentence);
        }
    }

    /// @param names by feature, the names it may have: the first that the first frame has
    /// @param subsample of so many frames one has scores, the first
    static VmafReport read(InputStream json, Map<Score, List<String>> names, int subsample) throws MalformedException {
        Reading reading = new Reading(names, subsample);
        try (JsonParser parser = READER.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException("it does not begin as a JSON object does");
            }
            boolean hasFrames = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isFrames = parser.currentName().equals("frames");
                if (parser.nextToken() == JsonToken.START_ARRAY && isFrames) {
                    hasFrames = true;
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        reading.add(READER.readTree(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new MalformedException("it ends in the middle, after " + reading.frames + " frames");
            }
            if (!hasFrames) {
                throw new MalformedException("it has no 'frames'");
            }
        } catch (IOException e) {
            throw new MalformedException(
                    "it cannot be read after " + reading.frames + " frames (" + firstLine(e) + ")");
        }
        return reading.done();
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static final class Reading {
        private final Map<Score, List<String>> names;
        private final int subsample;
        private final Map<Score, String> chosen = new LinkedHashMap<>();
        private final Map<Score, double[]> scores = new LinkedHashMap<>();
        private int frames;

        Reading(Map<Score, List<String>> names, int subsample) {
            this.names = names;
            this.subsample = subsample;
        }

        void add(JsonNode frame) throws MalformedException {
            int expected = frames * subsample;
            JsonNode number = frame.path("frameNum");
            if (!number.isInt() || number.intValue() != expected) {
                throw new MalformedException("it has frame " + (number.isMissingNode() ? "without a number" : number)
                        + " where frame " + expected + " comes");
            }
            if (!(frame.path("metrics") instanceof ObjectNode metrics)) {
                throw new MalformedException("frame " + expected + " has no 'metrics'");
            }
            if (frames == 0) {
                for (Map.Entry<Score, List<String>> entry : names.entrySet()) {
                    chosen.put(entry.getKey(), firstOf(entry.getValue(), metrics));
                }
            }
            for (Map.Entry<Score, String> entry : chosen.entrySet()) {
                JsonNode value = metrics.get(entry.getValue());
                if (value == null) {
                    throw new MalformedException("frame " + expected + " has no '" + entry.getValue() + "'");
                }
                put(entry.getKey(), score(entry.getValue(), value));
            }
            frames++;
        }

        private static String firstOf(List<String> names, ObjectNode metrics) throws MalformedException {
            return names.stream()
                    .filter(metrics::has)
                    .findFirst()
                    .orElseThrow(
                            () -> new MalformedException("frame 0 has no '" + String.join("' nor '", names) + "'"));
        }

        private static double score(String name, JsonNode value) throws MalformedException {
            if (value.isNull()) {
                return Double.NaN;
            }
            if (value.isNumber()) {
                return Double.isFinite(value.doubleValue()) ? value.doubleValue() : Double.NaN;
            }
            if (value.isTextual() && value.textValue().matches("(?i)[-+]?(nan|inf(inity)?)")) {
                return Double.NaN;
            }
            throw new MalformedException("'" + name + "' is " + value + ", which is no score");
        }

        private void put(Score feature, double score) {
            double[] values = scores.computeIfAbsent(feature, first -> new double[64]);
            if (frames == values.length) {
                values = Arrays.copyOf(values, 2 * frames);
                scores.put(feature, values);
            }
            values[frames] = score;
        }

        VmafReport done() {
            scores.replaceAll((feature, values) -> Arrays.copyOf(values, frames));
            return new VmafReport(frames, scores);
        }
    }
}
