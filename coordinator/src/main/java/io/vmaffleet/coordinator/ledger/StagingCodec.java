package io.vmaffleet.coordinator.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.Provenance;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.ResultCodec;
import io.vmaffleet.wire.RowCodec;
import io.vmaffleet.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The lines of staging: `clip_name` first, the measured columns, then `provenance` or `adopted` or neither, and the
/// CRC last. Bare `NaN` is written and read.
final class StagingCodec {
    private static final byte[] OPENING = "{\"clip_name\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOPTED = ",\"adopted\":true".getBytes(StandardCharsets.US_ASCII);

    private StagingCodec() {}

    static byte[] encode(String clip, FeatureRow row, Optional<Provenance> provenance, boolean adopted) {
        ObjectNode json = Json.object();
        json.put("clip_name", clip);
        RowCodec.put(json, row);
        provenance.ifPresent(from -> json.set("provenance", ResultCodec.writeProvenance(from)));
        if (adopted) {
            json.put("adopted", true);
        }
        return CheckedLine.seal(json);
    }

    /// @throws WireFormatException if it cannot be read
    static StagedRow decode(byte[] line) {
        return decode(line, 0, line.length);
    }

    /// @throws WireFormatException if it cannot be read
    static StagedRow decode(byte[] bytes, int from, int to) {
        ObjectNode json = Json.readObject(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        try {
            return new StagedRow(
                    new ClipName(json.path("clip_name").asText()),
                    RowCodec.read(json),
                    json.get("provenance") instanceof ObjectNode provenance
                            ? Optional.of(ResultCodec.readProvenance(provenance))
                            : Optional.empty(),
                    json.path("adopted").asBoolean());
        } catch (IllegalArgumentException e) {
            throw new WireFormatException(String.valueOf(e.getMessage()), e);
        }
    }

    /// The name in a whole line, without parsing the line; null if it does not begin as staging's lines do.
    static @Nullable String name(byte[] bytes, int from, int to) {
        int start = from + OPENING.length;
        if (start > to || !Arrays.equals(bytes, from, start, OPENING, 0, OPENING.length)) {
            return null;
        }
        boolean escaped = false;
        for (int i = start; i < to; i++) {
            if (bytes[i] == '\\') {
                escaped = true;
                i++;
            } else if (bytes[i] == '"') {
                return escaped
                        ? unescaped(new String(bytes, start - 1, i - start + 2, StandardCharsets.UTF_8))
                        : new String(bytes, start, i - start, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /// Whether a whole line is marked as adopted, without parsing it.
    static boolean isAdopted(byte[] bytes, int from, int to) {
        int end = CheckedLine.bodyEnd(to);
        int start = end - ADOPTED.length;
        return start > from && Arrays.equals(bytes, start, end, ADOPTED, 0, ADOPTED.length);
    }

    private static @Nullable String unescaped(String quoted) {
        try {
            return Json.MAPPER.readValue(quoted, String.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }
}
