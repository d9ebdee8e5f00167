package io.vmaffleet.coordinator.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmaffleet.coordinator.corpus.CorpusException;
import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.corpus.LabelRevision;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.Enrichment.Change;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RowCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables as readers that are not ours see them: DuckDB and pandas.
class TableReadersIT {
    private static final TableFooter FOOTER = new TableFooter(Optional.empty(), 0, 0, 3);

    @TempDir
    Path root;

    private Path table;

    @BeforeEach
    void aTable() throws IOException {
        CorpusFolder folder = new CorpusFolder(root).clip("a.mp4").clip("b.mp4").clip("é.mp4");
        folder.scores("video_name,video_score,mos_raw_0_100", "a.mp4,3.5,62.5", "é.mp4,1,0");
        folder.sidecar(
                "{\"src\":\"a.mp4\",\"chug_video_id\":\"v1\",\"chug_ref\":0,\"chug_width_manifest\":640,\"split\":\"val\"}",
                "{\"src\":\"b.mp4\",\"chug_video_id\":\"v2\",\"chug_ref\":1,\"split\":\"test\"}",
                "{\"src\":\"é.mp4\",\"chug_ref\":false,\"split\":\"train\"}");
        table = root.resolve("X.parquet");
        new FeatureTableWriter().write(table, Plan.of(folder.read()), Recipe.K150K, new Rows(), FOOTER);
    }

    @Test
    void duckDbSeesColumnsTypesAndNulls() throws SQLException {
        List<List<String>> columns = query("DESCRIBE SELECT * FROM '" + table + "'");
        List<List<String>> cells = query("SELECT clip_name, mos, mos_raw_0_100, is_hdr, ciede2000_mean, psnr_y_mean,"
                + " chug_ref, chug_video_id, chug_width_manifest FROM '" + table + "'");

        assertThat(columns.stream().map(column -> column.get(0)).toList()).isEqualTo(List.copyOf(columnsOf(table)));
        assertThat(columns.stream().map(column -> column.get(0) + " " + column.get(1)))
                .hasSize(57 + 7)
                .containsSubsequence(
                        "clip_name VARCHAR",
                        "mos DOUBLE",
                        "width BIGINT",
                        "height BIGINT",
                        "fps DOUBLE",
                        "is_hdr BOOLEAN",
                        "motion_fps_weight DOUBLE",
                        "adm2_mean DOUBLE",
                        "speed_chroma_uv_std DOUBLE",
                        "mos_raw_0_100 DOUBLE",
                        "chug_video_id VARCHAR",
                        "chug_ref BIGINT",
                        "chug_width_manifest BIGINT",
                        "split VARCHAR",
                        "chug_split_key VARCHAR",
                        "chug_split_policy VARCHAR");
        assertThat(cells.stream().map(row -> row.subList(0, 3)))
                .containsExactly(
                        List.of("a.mp4", "3.5", "62.5"),
                        List.of("b.mp4", "null", "null"),
                        List.of("é.mp4", "1.0", "0.0"));
        assertThat(cells.stream().map(row -> row.subList(4, 9)))
                .containsExactly(
                        List.of("null", "60.0", "0", "v1", "640"),
                        List.of("null", "60.0", "1", "v2", "null"),
                        List.of("null", "60.0", "0", "null", "null"));
    }

    @Test
    void pandasSeesWhatThePythonScriptWouldHaveWrittenAndIsReadInTurn() throws Exception {
        Path python = python();
        assumeTrue(hasPyarrow(python), "no pyarrow in " + python + ": set VMAF_FLEET_TEST_PYTHON to one that has it");
        Path reference = root.resolve("reference.parquet");
        Path rows = root.resolve("rows.jsonl");
        Files.write(
                rows,
                List.of(
                        line("a.mp4", 3.5, 62.5, "v1", 0, 640, "val"),
                        line("b.mp4", Double.NaN, Double.NaN, "v2", 1, null, "test"),
                        line("é.mp4", 1, 0, null, 0, null, "train")));
        Path script = Path.of(getClass().getResource("/compare_with_pandas.py").toURI());

        String dtypes =
                run(python.toString(), script.toString(), table.toString(), rows.toString(), reference.toString());

        assertThat(dtypes.lines())
                .contains(
                        "mos float64",
                        "width int64",
                        "height int64",
                        "fps float64",
                        "is_hdr bool",
                        "adm2_mean float64",
                        "ciede2000_mean float64",
                        "mos_raw_0_100 float64",
                        "chug_ref int64",
                        "chug_width_manifest float64");
        assertThat(columnsOf(reference)).isEqualTo(columnsOf(table));
        assertThatRowsAreRead(reference);
        // pandas makes doubles of integers beside a null, and other compressions are one argument away
        assertThatRowsAreRead(Path.of(reference + ".doubles-zstd"));
        assertThatThrownBy(() -> TableFile.read(Path.of(reference + ".gzip"), row -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("compressed with GZIP, and only SNAPPY, ZSTD and none are read");
    }

    /// A table as pandas wrote it for the Python script, given other labels and read by pandas again.
    @Test
    void anEnrichedTableOfThePythonScriptKeepsItsOrderTypesAndValues() throws Exception {
        Path python = python();
        assumeTrue(hasPyarrow(python), "no pyarrow in " + python + ": set VMAF_FLEET_TEST_PYTHON to one that has it");
        String script =
                Path.of(getClass().getResource("/foreign_table.py").toURI()).toString();
        Path foreign = root.resolve("foreign.parquet");
        Path enriched = root.resolve("enriched.parquet");
        run(python.toString(), script, "write", foreign.toString());
        Path scores = Files.writeString(root.resolve("new.csv"), "video_name,video_score\na.mp4,4\nc.mp4,1.5\n");
        Path sidecar = Files.write(
                root.resolve("new.jsonl"),
                List.of(
                        "{\"src\":\"a.mp4\",\"chug_ref\":false,\"chug_name\":\"new\",\"chug_content_name\":\"one\","
                                + "\"chug_height_manifest\":720,\"mos_raw_0_100\":75,\"split\":\"train\"}",
                        "{\"src\":\"b.mp4\",\"chug_ref\":1,\"chug_content_name\":\"two\",\"chug_video_id\":\"v\","
                                + "\"split\":\"val\"}"));

        Enrichment done = enrich(foreign, enriched, Optional.of(scores), Optional.of(sidecar));

        run(python.toString(), script, "compare", foreign.toString(), enriched.toString());
        assertThat(done.changes())
                .contains(
                        new Change("mos", false, 1, 1),
                        new Change("chug_ref", false, 1, 1),
                        new Change("chug_content_name", true, 2, 0),
                        new Change("chug_height_manifest", false, 0, 1));
        Files.writeString(sidecar, "{\"src\":\"a.mp4\",\"chug_height_manifest\":5000000000}");
        assertThatThrownBy(() -> enrich(foreign, enriched, Optional.empty(), Optional.of(sidecar)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("its column 'chug_height_manifest' has the type INT32")
                .hasMessageContaining("'5000000000' of 'a.mp4'");
        Path nameless = Path.of(foreign + ".nameless");
        assertThatThrownBy(() -> enrich(nameless, enriched, Optional.of(scores), Optional.empty()))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("foreign.parquet.nameless: has no column clip_name");
        Path lists = Path.of(foreign + ".lists");
        assertThatThrownBy(() -> enrich(lists, enriched, Optional.of(scores), Optional.empty()))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("its column 'remark' holds more than one value a row");
    }

    private static Enrichment enrich(Path table, Path output, Optional<Path> scores, Optional<Path> sidecar)
            throws IOException {
        return new TableEnrichment().write(table, output, new LabelRevision.Source(scores, sidecar, "seed"));
    }

    private static void assertThatRowsAreRead(Path table) throws IOException {
        List<TableRow> rows = new ArrayList<>();
        TableFile.read(table, rows::add);
        assertThat(rows).extracting(row -> row.clip().value()).containsExactly("a.mp4", "b.mp4", "é.mp4");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.row().differencesFrom(Rows.of(row.clip())))
                        .isEmpty());
    }

    private static List<String> columnsOf(Path table) {
        try {
            return TableFile.columns(table);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// A staging row as the Python script has it.
    private static String line(
            String clip,
            double mos,
            double raw,
            @Nullable String videoId,
            int reference,
            @Nullable Integer width,
            String split) {
        ObjectNode row = Json.object();
        row.put("clip_name", clip).put("mos", mos);
        RowCodec.put(row, Rows.of(new ClipName(clip)));
        row.put("mos_raw_0_100", raw).put("chug_video_id", videoId).put("chug_ref", reference);
        row.put("chug_width_manifest", width).put("split", split);
        row.put("chug_split_key", clip).put("chug_split_policy", "content-name-blake2s-80-10-10");
        return Json.write(row);
    }

    private static List<List<String>> query(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(results.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Path python() {
        String named = System.getenv("VMAF_FLEET_TEST_PYTHON");
        return named != null
                ? Path.of(named)
                : Path.of(System.getProperty("user.home"), ".cache/vmaf-fleet/test-venv/bin/python");
    }

    private static boolean hasPyarrow(Path python) throws Exception {
        if (!Files.isExecutable(python)) {
            return false;
        }
        return new ProcessBuilder(python.toString(), "-c", "import pyarrow, pandas")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
