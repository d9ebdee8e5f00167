package io.vmaffleet.coordinator.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.corpus.CorpusException;
import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.EngineFingerprint;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.wire.Json;
import io.vmaffleet.wire.RecipeCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureTableWriterTest {
    private static final TableFooter FOOTER =
            new TableFooter(Optional.of(new EngineFingerprint("0123456789abcdef")), 2, 1, 0);

    @TempDir
    Path root;

    private CorpusFolder folder;
    private Path output;

    @BeforeEach
    void aCorpus() {
        folder = new CorpusFolder(root);
        output = root.resolve("X.parquet");
        folder.clip("b.mp4").clip("a.mp4").clip("é.mp4").clip("lost.mp4");
        folder.scores("video_name,video_score", "a.mp4,3.5", "é.mp4,1");
        folder.sidecar(
                "{\"src\":\"a.mp4\",\"chug_content_name\":\"one\",\"chug_ref\":0,\"chug_width_manifest\":640}",
                "{\"src\":\"b.mp4\",\"chug_content_name\":\"two\",\"chug_framerate_manifest\":29.97}");
    }

    /// A change of these bytes breaks the promise that the same corpus gives the same table: it needs a reason, a new
    /// schema version and a line in the changelog.
    @Test
    void theBytesOfATableAreTheseForEver() throws Exception {
        write(Rows.without("lost"));

        assertThat(sha256(output)).isEqualTo("a43e4f6a6f8921a088797a016ca3108e16f31c3e3580c566f07cbc61b5c3079b");
    }

    @Test
    void theSameCorpusElsewhereGivesTheSameBytes() throws Exception {
        write(Rows.without("lost"));
        CorpusFolder elsewhere = new CorpusFolder(Files.createDirectories(root.resolve("another/place")));
        elsewhere.clip("lost.mp4").clip("é.mp4").clip("a.mp4").clip("b.mp4");
        elsewhere.scores("video_score,video_name", "1.0,é.mp4", "3.50,a.mp4", "5,gone.mp4");
        Files.copy(folder.sidecar(), elsewhere.sidecar());
        Path other = root.resolve("another/Y.parquet");

        new FeatureTableWriter().write(other, Plan.of(elsewhere.read()), Recipe.K150K, Rows.without("lost"), FOOTER);

        assertThat(other).hasSameBinaryContentAs(output);
    }

    @Test
    void rowsAreAskedForOnceInCorpusOrder() throws IOException {
        Rows rows = Rows.without("lost");

        WrittenTable written = write(rows);

        assertThat(rows.asked()).containsExactly("a.mp4", "b.mp4", "lost.mp4", "é.mp4");
        assertThat(written.rows()).isEqualTo(3);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        write(Rows.without("lost"));

        List<TableRow> rows = new ArrayList<>();
        TableFile.read(output, rows::add);

        assertThat(rows).extracting(row -> row.clip().value()).containsExactly("a.mp4", "b.mp4", "é.mp4");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.row().differencesFrom(Rows.of(row.clip())))
                        .isEmpty());
        List<ClipName> names = new ArrayList<>();
        TableFile.readNames(output, names::add);
        assertThat(names).isEqualTo(rows.stream().map(TableRow::clip).toList());
        assertThat(TableFile.columns(output))
                .startsWith("clip_name", "mos", "width", "height", "fps", "is_hdr", "motion_fps_weight", "adm2_mean")
                .endsWith(
                        "speed_chroma_uv_std",
                        "chug_ref",
                        "chug_framerate_manifest",
                        "chug_content_name",
                        "chug_width_manifest",
                        "split",
                        "chug_split_key",
                        "chug_split_policy")
                .hasSize(57 + 7);
    }

    @Test
    void theFooterSaysWhatTheTableIsMadeOfAndNotWhere() throws IOException {
        WrittenTable written = write(Rows.without("lost"));

        assertThat(TableFile.keyValues(output))
                .containsEntry("vmaffleet.schema", "2")
                .containsEntry("vmaffleet.recipe", Json.write(RecipeCodec.encode(Recipe.K150K)))
                .containsEntry("vmaffleet.recipe_digest", Recipe.K150K.digest())
                .containsEntry("vmaffleet.engine", "0123456789abcdef")
                .containsEntry("vmaffleet.corpus_digest", written.corpusDigest())
                .containsEntry("vmaffleet.labels_digest", written.labelsDigest())
                .containsEntry("vmaffleet.rows", "3")
                .containsEntry("vmaffleet.failed", "2")
                .containsEntry("vmaffleet.left_out", "1")
                .containsEntry("vmaffleet.adopted", "0")
                .hasEntrySatisfying("pandas", pandas -> assertThat(pandas).contains("\"stop\":3"));
        assertThat(Files.readString(output, StandardCharsets.ISO_8859_1)).doesNotContain(root.toString());
    }

    @Test
    void columnsFollowFromThePlanAndNotFromTheRows() throws IOException {
        write(Rows.without("lost"));
        List<String> columns = TableFile.columns(output);

        write(Rows.without(".mp4"));

        assertThat(TableFile.columns(output)).isEqualTo(columns);
        List<TableRow> rows = new ArrayList<>();
        TableFile.read(output, rows::add);
        assertThat(rows).isEmpty();
    }

    @Test
    void labelsAreThoseOfTheMomentOfWriting() throws IOException {
        Plan plan = Plan.of(folder.read());
        folder.scores("video_name,video_score,mos_raw_0_100", "a.mp4,4.5,87.5");

        WrittenTable written = new FeatureTableWriter().write(output, plan, Recipe.K150K, new Rows(), FOOTER);

        assertThat(TableFile.columns(output)).contains("mos_raw_0_100");
        assertThat(written.labelsDigest()).isNotEqualTo(plan.labelsDigest());
        assertThat(written.corpusDigest()).isEqualTo(plan.corpusDigest(written.labelsDigest()));
    }

    @Test
    void brokenLabelsLeaveTheOldTable() throws IOException {
        write(new Rows());
        byte[] before = Files.readAllBytes(output);
        Plan plan = Plan.of(folder.read());
        folder.scores("video_name,video_score", "a.mp4,good");

        assertThatThrownBy(() -> new FeatureTableWriter().write(output, plan, Recipe.K150K, new Rows(), FOOTER))
                .isInstanceOf(CorpusException.class);

        assertThat(output).hasBinaryContent(before);
    }

    /// The commit point is step 4, the rename.
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void aFailureAtAnyStepLeavesTheOldTableOrTheNewOne(int step) throws IOException {
        write(Rows.without(".mp4"));
        byte[] before = Files.readAllBytes(output);
        write(new Rows());
        byte[] after = Files.readAllBytes(output);
        Files.write(output, before);
        FeatureTableWriter failing = new FeatureTableWriter(new FailingFiles(step));

        assertThatThrownBy(() -> failing.write(output, Plan.of(folder.read()), Recipe.K150K, new Rows(), FOOTER))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("X.parquet", "step " + step, "then resume");

        assertThat(output).hasBinaryContent(step < 5 ? before : after);
        assertThat(root.resolve("X.parquet.tmp")).doesNotExist();
    }

    @Test
    void whatACrashLeftBesideIsWrittenOver() throws IOException {
        Files.writeString(root.resolve("X.parquet.tmp"), "half a table");

        write(new Rows());

        assertThat(root.resolve("X.parquet.tmp")).doesNotExist();
        assertThat(TableFile.columns(output)).isNotEmpty();
    }

    @Test
    void aRowThatCannotBeReadStopsTheWriting() throws IOException {
        write(new Rows());
        byte[] before = Files.readAllBytes(output);
        MeasuredRows broken = clip -> {
            throw new IOException("staging line 7");
        };

        assertThatThrownBy(() ->
                        new FeatureTableWriter().write(output, Plan.of(folder.read()), Recipe.K150K, broken, FOOTER))
                .hasMessage("staging line 7");

        assertThat(output).hasBinaryContent(before);
    }

    @Test
    void aFileThatIsNoTableIsRefusedByName() throws IOException {
        Files.writeString(output, "no table at all, but long enough to hold a footer");

        assertThatThrownBy(() -> TableFile.columns(output))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("X.parquet: cannot be read as a Parquet table");
    }

    @Test
    void aDamagedPageIsNoticed() throws IOException {
        write(new Rows());
        byte[] bytes = Files.readAllBytes(output);
        // A name that is neither the least nor the greatest stands in the page alone, not in its statistics.
        int inThePage = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("lost");
        bytes[inThePage] ^= 0x55;
        Files.write(output, bytes);

        assertThatThrownBy(() -> TableFile.read(output, row -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("X.parquet");
    }

    private WrittenTable write(MeasuredRows rows) throws IOException {
        return new FeatureTableWriter().write(output, Plan.of(folder.read()), Recipe.K150K, rows, FOOTER);
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
