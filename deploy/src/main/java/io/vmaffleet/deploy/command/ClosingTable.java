package io.vmaffleet.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureColumn;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.Statistic;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// What a small run came to, a line a clip: its row in short, or why it has none.
final class ClosingTable {
    private ClosingTable() {}

    static List<String> of(LedgerFiles files) throws IOException {
        TreeMap<String, String> reasons = new TreeMap<>(ClipName::compare);
        if (Files.exists(files.failed())) {
            for (String line : Files.readAllLines(files.failed())) {
                ObjectNode clip = Json.readObject(line);
                reasons.put(
                        clip.path("clip_name").asText(),
                        clip.path("reason").asText() + ": "
                                + clip.path("detail").asText());
            }
        }
        TextTable table = new TextTable("clip", "size", "fps", "hdr", "vmaf", "motion", "cambi");
        TableFile.read(files.output(), row -> add(table, row.clip().value(), row.row()));
        List<String> lines = new ArrayList<>(table.lines());
        reasons.forEach((clip, why) -> lines.add(clip + "  no row, " + why));
        return lines;
    }

    private static void add(TextTable table, String clip, FeatureRow row) {
        table.add(
                clip,
                row.width() + "x" + row.height(),
                number(row.fps(), "%.5g").replaceFirst("\\.?0+$", ""),
                row.isHdr() ? "yes" : "no",
                mean(row, Feature.VMAF),
                mean(row, Feature.MOTION),
                mean(row, Feature.CAMBI));
    }

    private static String mean(FeatureRow row, Feature feature) {
        return number(row.values().getOrDefault(new FeatureColumn(feature, Statistic.MEAN), Double.NaN), "%.3f");
    }

    private static String number(double value, String format) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
