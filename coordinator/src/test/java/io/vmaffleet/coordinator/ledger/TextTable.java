package io.vmaffleet.coordinator.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RowCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A table as lines of JSON, in place of the Parquet: what the ledger asks of a table is the same.
record TextTable(Path file, List<String> extraColumns) implements FinishedTable {
    static FinishedTable open(Path file) {
        return new TextTable(file, List.of("mos", "split"));
    }

    static void write(Path file, Map<String, FeatureRow> rows) throws IOException {
        StringBuilder text = new StringBuilder();
        rows.forEach((name, row) -> {
            ObjectNode json = Json.object();
            json.put("clip_name", name);
            RowCodec.put(json, row);
            text.append(Json.write(json)).append('\n');
        });
        Path beside = file.resolveSibling("table.tmp");
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public List<String> columns() {
        List<String> columns = new ArrayList<>(ReferenceColumns.MEASURED);
        columns.addAll(extraColumns);
        return columns;
    }

    @Override
    public void forEachName(NameConsumer consumer) throws IOException {
        forEachRow((name, row) -> consumer.accept(name));
    }

    @Override
    public void forEachRow(RowConsumer consumer) throws IOException {
        for (String line : Files.readAllLines(file)) {
            ObjectNode json = Json.readObject(line);
            consumer.accept(json.get("clip_name").textValue(), RowCodec.read(json));
        }
    }
}
