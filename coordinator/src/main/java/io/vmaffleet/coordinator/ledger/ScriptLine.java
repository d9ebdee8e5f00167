package io.vmaffleet.coordinator.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RowCodec;
import io.vmaffleet.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A row out of a staging file that the reference's script began: a line of the script, or one of ours where taking
/// it over was interrupted.
record ScriptLine(String clip, FeatureRow row) {
    private static final List<String> OURS = List.of("provenance", "adopted", "crc32c");

    /// Empty for a line that is torn or no row.
    ///
    /// @throws ForeignLedgerException if it is a row of another table
    static Optional<ScriptLine> read(Path file, LineScanner line) throws ForeignLedgerException {
        boolean ours = CheckedLine.endsAsOurs(line.buffer(), line.from(), line.to());
        if (ours && !CheckedLine.isWhole(line.buffer(), line.from(), line.to())) {
            return Optional.empty();
        }
        ObjectNode json;
        try {
            json = Json.readObject(
                    new String(line.buffer(), line.from(), line.to() - line.from(), StandardCharsets.UTF_8));
        } catch (WireFormatException e) {
            return Optional.empty(); // torn: the caller counts it
        }
        if (ours) {
            json.remove(OURS);
        }
        List<String> columns = new ArrayList<>();
        json.fieldNames().forEachRemaining(columns::add);
        Optional<String> foreign = ReferenceColumns.foreignAmong(columns);
        if (foreign.isPresent()) {
            throw ForeignLedgerException.has(file, " (line " + line.number() + ")", foreign.get());
        }
        return row(json);
    }

    private static Optional<ScriptLine> row(ObjectNode json) {
        String clip = json.path("clip_name").asText();
        if (!ClipName.isUsable(clip)) {
            return Optional.empty();
        }
        withNumbers(json);
        try {
            return Optional.of(new ScriptLine(clip, RowCodec.read(json).requireColumns(Recipe.K150K.columns())));
        } catch (WireFormatException | IllegalArgumentException e) {
            // a column is missing or no number: the caller counts it
            return Optional.empty();
        }
    }

    /// The script writes a missing value as null or NaN, and may write an infinite one; all are NaN here.
    private static void withNumbers(ObjectNode json) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            JsonNode value = field.getValue();
            boolean infinite = value.isDouble() && Double.isInfinite(value.doubleValue());
            if ((value.isNull() || infinite) && ReferenceColumns.MEASURED.contains(field.getKey())) {
                field.setValue(json.numberNode(Double.NaN));
            }
        }
    }
}
