package io.vmaffleet.deploy.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.feature.FeatureStats;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.wire.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A table as pandas reads it.
final class Pandas {
    private static final String SCRIPT = """
            import json, pandas, sys
            for row in pandas.read_parquet(sys.argv[1]).to_dict('records'):
                print(json.dumps({key: value if value == value else None for key, value in row.items()}))
            """;

    /// The rows of JSONL shards, found and read as CHUG's scripts do, each with its `shard`.
    private static final String SHARDS = """
            import glob, json, os, sys
            for shard in sorted(glob.glob(os.path.join(sys.argv[1], 'shard_*.features.jsonl'))):
                for line in open(shard, encoding='utf-8'):
                    print(json.dumps({**json.loads(line.strip()), 'shard': os.path.basename(shard)}))
            """;

    private Pandas() {}

    /// The rows by clip name, in the table's order; NaN and missing values are null.
    static Map<String, ObjectNode> rows(Path table) throws Exception {
        return rows(SCRIPT, table);
    }

    /// The rows by clip name, shard by shard.
    static Map<String, ObjectNode> shards(Path folder) throws Exception {
        return rows(SHARDS, folder);
    }

    private static Map<String, ObjectNode> rows(String script, Path table) throws Exception {
        String python = System.getenv().getOrDefault("VMAF_FLEET_TEST_PYTHON", "python3");
        Process process = new ProcessBuilder(python, "-c", script, table.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("pandas of %s, see VMAF_FLEET_TEST_PYTHON", python)
                .isZero();
        Map<String, ObjectNode> rows = new LinkedHashMap<>();
        for (String line : lines.lines().toList()) {
            ObjectNode row = Json.readObject(line);
            rows.put(row.path("clip_name").asText(), row);
        }
        return rows;
    }

    static FeatureStats stats(ObjectNode row, Feature feature) {
        return TestRows.stats(
                row.path(feature.column() + "_mean").asDouble(Double.NaN),
                row.path(feature.column() + "_std").asDouble(Double.NaN));
    }
}
