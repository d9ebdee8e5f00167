package io.vmaffleet.coordinator.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vmaffleet.coordinator.corpus.CorpusException;
import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.corpus.LabelRevision;
import io.vmaffleet.coordinator.corpus.Tally;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.Enrichment.Change;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.feature.TestRows;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableEnrichmentTest {
    private static final TableFooter FOOTER = new TableFooter(Optional.empty(), 2, 1, 0);

    @TempDir
    Path root;

    private CorpusFolder folder = new CorpusFolder(Path.of("nowhere"));
    private Path table = Path.of("");
    private Path output = Path.of("");

    @BeforeEach
    void aCorpus() {
        folder = new CorpusFolder(root).clip("a.mp4").clip("b.mp4").clip("c.mp4");
        folder.scores("video_name,video_score", "a.mp4,3.5", "b.mp4,2");
        folder.sidecar(
                line("a.mp4", "\"chug_content_name\":\"one\",\"chug_ref\":0,\"chug_name\":\"old\""),
                line("b.mp4", "\"chug_content_name\":\"two\",\"chug_name\":\"kept\""));
        table = root.resolve("X.parquet");
        output = root.resolve("Y.parquet");
    }

    private static String line(String name, String labels) {
        return "{\"src\":\"" + name + "\"," + labels + "}";
    }

    private void extract() throws IOException {
        new FeatureTableWriter().write(table, Plan.of(folder.read()), Recipe.K150K, new Rows(), FOOTER);
    }

    private Optional<Path> scores(String... lines) throws IOException {
        Path file = root.resolve("new.csv");
        return Optional.of(Files.writeString(file, "video_name,video_score\n" + String.join("\n", lines) + "\n"));
    }

    private Optional<Path> sidecar(String... lines) throws IOException {
        return Optional.of(Files.write(root.resolve("new.jsonl"), List.of(lines)));
    }

    private Enrichment enrich(Optional<Path> scores, Optional<Path> sidecar) throws IOException {
        return enrich(new TableEnrichment(), scores, sidecar);
    }

    private Enrichment enrich(TableEnrichment enrichment, Optional<Path> scores, Optional<Path> sidecar)
            throws IOException {
        return enrichment.write(
                table, output, new LabelRevision.Source(scores, sidecar, CorpusRequest.DEFAULT_SPLIT_SEED));
    }

    /// Every cell as text by its column, a row each; doubles by all their digits, and no entry for null.
    private static List<Map<String, String>> cells(Path table) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        TableFile.scan(table, TableFile.columns(table), Function.identity(), row -> {
            Map<String, String> cells = new LinkedHashMap<>();
            for (int i = 0; i < row.getType().getFieldCount(); i++) {
                if (row.getFieldRepetitionCount(i) > 0) {
                    cells.put(row.getType().getFieldName(i), row.getValueToString(i, 0));
                }
            }
            rows.add(cells);
        });
        return rows;
    }

    /// The rows with these cells put in their places.
    private static List<Map<String, String>> with(List<Map<String, String>> rows, String... changes) {
        for (String change : changes) {
            String[] parts = change.split(" ", 3);
            rows.get(Integer.parseInt(parts[0])).put(parts[1], parts[2]);
        }
        return rows;
    }

    @Test
    void aScoreIsCorrectedOrAddedAndNothingElseChanges() throws IOException {
        extract();

        Enrichment done = enrich(scores("a.mp4,4.25", "b.mp4,2", "c.mp4,1", "gone.mp4,5"), Optional.empty());

        assertThat(cells(output)).isEqualTo(with(cells(table), "0 mos 4.25", "2 mos 1.0"));
        assertThat(TableFile.columns(output)).isEqualTo(TableFile.columns(table));
        assertThat(done)
                .isEqualTo(new Enrichment(
                        3,
                        List.of(new Change("mos", false, 1, 1)),
                        new Tally(0, List.of()),
                        new Tally(1, List.of("gone.mp4")),
                        new Tally(0, List.of())));
    }

    @Test
    void whatTheNewLabelsDoNotSayStays() throws IOException {
        extract();

        Enrichment done = enrich(
                scores("a.mp4,", "b.mp4,2"),
                sidecar(line("a.mp4", "\"chug_name\":null"), line("b.mp4", "\"chug_ref\":null")));

        assertThat(cells(output)).isEqualTo(cells(table));
        assertThat(done.changes()).isEmpty();
        assertThat(done.rowsWithoutLabels()).isEqualTo(new Tally(1, List.of("c.mp4")));
    }

    @Test
    void aNewColumnGoesToItsPlaceInTheLockedOrder() throws IOException {
        extract();

        Enrichment done = enrich(
                Optional.empty(),
                sidecar(
                        line("a.mp4", "\"chug_width_manifest\":640,\"mos_raw_0_100\":50,\"chug_video_id\":null"),
                        line("c.mp4", "\"chug_name\":\"new\""),
                        line("gone.mp4", "\"chug_resolution\":\"360p\"")));

        assertThat(cells(output))
                .isEqualTo(with(cells(table), "0 chug_width_manifest 640", "0 mos_raw_0_100 50.0", "2 chug_name new"));
        assertThat(TableFile.columns(output))
                .endsWith(
                        "mos_raw_0_100",
                        "chug_ref",
                        "chug_name",
                        "chug_content_name",
                        "chug_width_manifest",
                        "split",
                        "chug_split_key",
                        "chug_split_policy")
                .hasSize(TableFile.columns(table).size() + 2);
        assertThat(done.changes())
                .containsExactly(
                        new Change("mos_raw_0_100", true, 1, 0),
                        new Change("chug_name", false, 1, 0),
                        new Change("chug_width_manifest", true, 1, 0));
        assertThat(done.sidecarWithoutRow()).isEqualTo(new Tally(1, List.of("gone.mp4")));
    }

    /// A table that was enriched is the one that would have been extracted with these labels, its footer aside.
    @Test
    void enrichingGivesTheRowsOfAnExtraction() throws IOException {
        extract();
        folder.scores("video_name,video_score", "a.mp4,1", "b.mp4,2", "c.mp4,3");
        folder.sidecar(
                line("a.mp4", "\"chug_content_name\":\"one\",\"chug_ref\":1,\"chug_name\":\"new\",\"mos\":5"),
                line("b.mp4", "\"chug_content_name\":\"two\",\"chug_name\":\"kept\",\"split\":\"test\""),
                line("c.mp4", "\"chug_framerate_manifest\":29.97"));
        enrich(Optional.of(folder.scores()), Optional.of(folder.sidecar()));

        extract();

        assertThat(cells(output)).isEqualTo(cells(table));
        assertThat(TableFile.columns(output)).isEqualTo(TableFile.columns(table));
        assertThat(TableFile.keyValues(output).get("pandas"))
                .isEqualTo(TableFile.keyValues(table).get("pandas"));
    }

    @Test
    void theFooterStaysButForWhatConcernsLabels() throws IOException {
        extract();
        enrich(scores("a.mp4,4"), Optional.empty());
        Map<String, String> once = new LinkedHashMap<>(TableFile.keyValues(output));
        Map<String, String> before = new LinkedHashMap<>(TableFile.keyValues(table));
        byte[] bytes = Files.readAllBytes(output);

        enrich(scores("a.mp4,4"), Optional.empty());

        assertThat(output).as("the same twice").hasBinaryContent(bytes);
        for (String digest : List.of("vmaffleet.labels_digest", "vmaffleet.corpus_digest")) {
            assertThat(once.remove(digest)).hasSize(32).isNotEqualTo(before.remove(digest));
        }
        assertThat(once).isEqualTo(before).containsKeys("vmaffleet.recipe", "vmaffleet.rows", "pandas");
    }

    @Test
    void aChugTableTakesItsOwnKeysAndThoseOfTheReference() throws IOException {
        folder.clip("ref.mp4").inChugsLayout();
        folder.sidecar(
                line("ref.mp4", "\"chug_content_name\":\"one\",\"chug_ref\":1,\"mos\":5"),
                line("a.mp4", "\"chug_content_name\":\"one\",\"mos\":2,\"mos_std_dev\":9.5"));
        MeasuredRows rows = clip -> {
            FeatureRow row = Rows.of(clip);
            return Optional.of(new FeatureRow(
                    row.width(),
                    row.height(),
                    row.fps(),
                    row.isHdr(),
                    row.motionFpsWeight(),
                    FeatureRow.values(Recipe.CHUG_CANONICAL.columns(), _ -> TestRows.stats(0.1, 1 / 3.0)),
                    Optional.of(TestRows.PAIR)));
        };
        new FeatureTableWriter().write(table, Plan.of(folder.read()), Recipe.CHUG_CANONICAL, rows, FOOTER);

        Enrichment done = enrich(
                Optional.empty(),
                sidecar(
                        line("ref.mp4", "\"src_sha256\":\"12ab\",\"chug_video_id\":\"v0\",\"mos_std_dev\":1"),
                        line("a.mp4", "\"mos_std_dev\":8.5,\"n_ratings\":30,\"duration_s\":10,\"width\":1")));

        assertThat(cells(output))
                .isEqualTo(with(
                        cells(table),
                        "0 mos_std_dev 8.5",
                        "0 n_ratings 30",
                        "0 duration_s 10.0",
                        "0 feature_ref_sha256 12ab",
                        "0 chug_reference_video_id v0"));
        assertThat(TableFile.columns(output)).isEqualTo(TableFile.columns(table));
        assertThat(done.sidecarWithoutRow().count()).isZero();
        assertThat(done.rowsWithoutLabels().count()).isZero();
    }

    @Test
    void labelsOfOtherClipsAreRefused() throws IOException {
        extract();

        assertThatExceptionOfType(CorpusException.class)
                .isThrownBy(() -> enrich(scores("z.mp4,4"), Optional.empty()))
                .withMessageContaining("new.csv: not one of its names is a clip of " + table)
                .withMessageContaining("which has 'a.mp4'");
        assertThat(output).doesNotExist();
    }

    @Test
    void whatIsNoTableIsRefused() throws IOException {
        Files.writeString(table, "no table at all, but long enough to hold a footer");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> enrich(scores("a.mp4,4"), Optional.empty()))
                .withMessageContaining("X.parquet: cannot be read as a Parquet table");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void aFailureLeavesTheTableAsItWas(int step) throws IOException {
        extract();
        output = table;
        byte[] before = Files.readAllBytes(table);

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () -> enrich(new TableEnrichment(new FailingFiles(step)), scores("a.mp4,4"), Optional.empty()))
                .withMessageContaining("the table that was read is as it was; make room")
                .withMessageNotContaining("resume");

        assertThat(table).hasBinaryContent(before);
        assertThat(root.resolve("X.parquet.tmp")).doesNotExist();
    }

    @Test
    void aTableMayBeEnrichedInItsPlace() throws IOException {
        extract();
        List<Map<String, String>> before = cells(table);
        output = table;

        enrich(scores("c.mp4,4"), Optional.empty());

        assertThat(cells(table)).isEqualTo(with(before, "2 mos 4.0"));
    }
}
