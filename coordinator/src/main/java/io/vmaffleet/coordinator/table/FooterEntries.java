package io.vmaffleet.coordinator.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.corpus.ColumnType;
import io.vmaffleet.feature.FastMetric;
import io.vmaffleet.feature.Feature;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RecipeCodec;
import java.util.LinkedHashMap;
import java.util.Map;

/// The key-values of a table's footer.
///
/// | key | value |
/// |---|---|
/// | `vmaffleet.schema` | [TableSchema#VERSION] |
/// | `vmaffleet.recipe`, `vmaffleet.recipe_digest` | the recipe as JSON; its digest |
/// | `vmaffleet.metrics` | only with fast metrics, as JSON: by how much a frame's score is off libvmaf's at most |
/// | `vmaffleet.engine` | the fingerprint, or nothing when every row was adopted |
/// | `vmaffleet.corpus_digest`, `vmaffleet.labels_digest` | of names, sizes and labels; of the labels alone |
/// | `vmaffleet.rows`, `.failed`, `.left_out`, `.adopted` | counts |
/// | `pandas` | makes `read_parquet` give the reference's dtypes and a plain range as index |
final class FooterEntries {
    static final String SCHEMA = "vmaffleet.schema";
    static final String RECIPE = "vmaffleet.recipe";
    static final String RECIPE_DIGEST = "vmaffleet.recipe_digest";
    static final String ENGINE = "vmaffleet.engine";
    static final String LABELS_DIGEST = "vmaffleet.labels_digest";
    static final String CORPUS_DIGEST = "vmaffleet.corpus_digest";
    static final String ADOPTED = "vmaffleet.adopted";
    static final String PANDAS = "pandas";

    private FooterEntries() {}

    static Map<String, String> of(TableSchema schema, Recipe recipe, WrittenTable table, TableFooter footer) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(SCHEMA, TableSchema.VERSION);
        entries.putAll(ofRecipe(recipe));
        entries.put(ENGINE, footer.engine().map(EngineFingerprint::value).orElse(""));
        entries.put(CORPUS_DIGEST, table.corpusDigest());
        entries.put(LABELS_DIGEST, table.labelsDigest());
        entries.put("vmaffleet.rows", Long.toString(table.rows()));
        entries.put("vmaffleet.failed", Long.toString(footer.failed()));
        entries.put("vmaffleet.left_out", Long.toString(footer.leftOut()));
        entries.put(ADOPTED, Long.toString(footer.adopted()));
        entries.put(PANDAS, pandas(schema, table.rows()));
        return entries;
    }

    /// What a file of scores says of the recipe.
    static Map<String, String> ofRecipe(Recipe recipe) {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put(RECIPE, Json.write(RecipeCodec.encode(recipe)));
        entries.put(RECIPE_DIGEST, recipe.digest());
        if (!recipe.fastFeatures().isEmpty()) {
            entries.put("vmaffleet.metrics", bounds(recipe));
        }
        return entries;
    }

    private static String bounds(Recipe recipe) {
        ObjectNode bounds = Json.object();
        for (Feature feature : recipe.fastFeatures()) {
            bounds.put(feature.column(), FastMetric.of(feature).orElseThrow().bound());
        }
        return Json.write(bounds);
    }

    private static String pandas(TableSchema schema, long rows) {
        ObjectNode pandas = Json.object();
        ArrayNode columns = pandas.putArray("columns");
        schema.columns().forEach(column -> columns.add(pandas(column)));
        pandas.putArray("index_columns")
                .addObject()
                .put("kind", "range")
                .putNull("name")
                .put("start", 0)
                .put("stop", rows)
                .put("step", 1);
        pandas.putArray("column_indexes")
                .addObject()
                .putNull("name")
                .putNull("field_name")
                .put("pandas_type", "unicode")
                .put("numpy_type", "object")
                .putObject("metadata")
                .put("encoding", "UTF-8");
        pandas.put("pandas_version", "2.0.0");
        return Json.write(pandas);
    }

    /// What pandas is told of one column.
    static ObjectNode pandas(TableColumn column) {
        return Json.object()
                .put("name", column.name())
                .put("field_name", column.name())
                .put("pandas_type", pandasType(column.type()))
                .put("numpy_type", numpyType(column.type()))
                .putNull("metadata");
    }

    private static String pandasType(ColumnType type) {
        return switch (type) {
            case TEXT -> "unicode";
            case WHOLE -> "int64";
            case REAL -> "float64";
            case TRUTH -> "bool";
        };
    }

    private static String numpyType(ColumnType type) {
        return type == ColumnType.TEXT ? "object" : pandasType(type);
    }
}
