package io.vmaffleet.coordinator.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A line of `X.frames.jsonl`: `clip_name`, `part` (from 0), `parts`, then `scores`, a part of
/// [io.vmaffleet.wire.FrameCodec], and the CRC. The lines of a clip lie one behind the other.
record FrameLine(String clip, int part, int parts, String scores) {
    /// The longest, with room for a long name; no part of a clip's scores is as long as 250,000 characters.
    static final int MOST_BYTES = 1 << 18;

    byte[] encode() {
        ObjectNode json = Json.object();
        json.put("clip_name", clip).put("part", part).put("parts", parts).put("scores", scores);
        return CheckedLine.seal(json);
    }

    /// Reads a whole line; null if it is none of these. `scores` is left empty: it need not be looked at to know what
    /// the line is.
    static @Nullable FrameLine head(byte[] bytes, int from, int to) {
        return read(bytes, from, to, false);
    }

    static @Nullable FrameLine decode(byte[] bytes, int from, int to) {
        return read(bytes, from, to, true);
    }

    private static @Nullable FrameLine read(byte[] bytes, int from, int to, boolean withScores) {
        if (!CheckedLine.isWhole(bytes, from, to)) {
            return null;
        }
        try (JsonParser json = Json.MAPPER.createParser(bytes, from, to - from)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            String clip = text(json, "clip_name");
            int part = number(json, "part");
            int parts = number(json, "parts");
            String scores = withScores ? text(json, "scores") : "";
            return new FrameLine(clip, part, parts, scores);
        } catch (IOException e) {
            return null;
        }
    }

    private static String text(JsonParser json, String name) throws IOException {
        if (!name.equals(json.nextFieldName()) || json.nextToken() != JsonToken.VALUE_STRING) {
            throw new IOException("no " + name);
        }
        return json.getText();
    }

    private static int number(JsonParser json, String name) throws IOException {
        if (!name.equals(json.nextFieldName()) || json.nextToken() != JsonToken.VALUE_NUMBER_INT) {
            throw new IOException("no " + name);
        }
        return json.getIntValue();
    }
}
