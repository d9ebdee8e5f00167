package io.vmaffleet.coordinator.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// A line of our JSON files: an object whose last field is `"crc32c":"8 hex digits"`, the CRC-32C of all bytes of
/// the line before the comma in front of that field. It is checked without parsing.
final class CheckedLine {
    private static final byte[] FIELD = ",\"crc32c\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGITS = 8;
    /// The field, its digits, and `"}`.
    private static final int ENDING_BYTES = FIELD.length + DIGITS + 2;

    private CheckedLine() {}

    /// The line of an object, with its CRC and its line end.
    static byte[] seal(ObjectNode object) {
        byte[] json = Json.write(object).getBytes(StandardCharsets.UTF_8);
        int body = json.length - 1;
        String ending = ",\"crc32c\":\"" + HexFormat.of().toHexDigits(crc(json, 0, body)) + "\"}\n";
        byte[] line = Arrays.copyOf(json, body + ENDING_BYTES + 1);
        System.arraycopy(ending.getBytes(StandardCharsets.US_ASCII), 0, line, body, ENDING_BYTES + 1);
        return line;
    }

    /// Whether the bytes (without a line end) are a line of ours with nothing changed or missing.
    static boolean isWhole(byte[] bytes, int from, int to) {
        if (!endsAsOurs(bytes, from, to)) {
            return false;
        }
        int body = bodyEnd(to);
        int crc = 0;
        for (int i = to - 2 - DIGITS; i < to - 2; i++) {
            int b = bytes[i];
            int digit = b >= '0' && b <= '9' ? b - '0' : b >= 'a' && b <= 'f' ? b - 'a' + 10 : -1;
            if (digit < 0) {
                return false;
            }
            crc = crc << 4 | digit;
        }
        return crc == crc(bytes, from, body);
    }

    /// Whether the bytes end as a line of ours does, right or wrong.
    static boolean endsAsOurs(byte[] bytes, int from, int to) {
        int body = bodyEnd(to);
        return body > from + 1
                && Arrays.equals(bytes, body, body + FIELD.length, FIELD, 0, FIELD.length)
                && bytes[to - 2] == '"'
                && bytes[to - 1] == '}';
    }

    /// The index behind what the CRC covers.
    static int bodyEnd(int to) {
        return to - ENDING_BYTES;
    }

    private static int crc(byte[] bytes, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
