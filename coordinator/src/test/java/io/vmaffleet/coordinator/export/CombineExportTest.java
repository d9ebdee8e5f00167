package io.vmaffleet.coordinator.export;

import static io.vmaffleet.coordinator.export.CellTables.NOTHING;
import static io.vmaffleet.coordinator.export.CellTables.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.export.CombineExport.Source;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.FeatureTableWriter;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.coordinator.table.TableFile;
import io.vmaffleet.coordinator.table.TableFooter;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CombineExportTest {
    private static final String COLUMNS = "clip_name mos:REAL split chug_content_name teacher_model vmaf_mean:REAL"
            + " vmaf:REAL vmaf_p10:REAL adm2_mean:REAL adm2:REAL adm2_p10:REAL";

    @TempDir
    Path root;

    private Path table;
    private Path output;

    @BeforeEach
    void aTable() throws IOException {
        output = root.resolve("Y.parquet");
        table = CellTables.write(
                root.resolve("X.parquet"),
                COLUMNS,
                row("a1.mp4", 3.0, "test", "beach", "vmaf_v0.6.1", 90.0, 90.0, 80.0, 0.9, 0.9, 0.8),
                row("b1.mp4", NOTHING, "train", NOTHING, "vmaf_v0.6.1", 1 / 3.0, 1 / 3.0, NOTHING, 0.5, 0.5, 0.4));
    }

    private Exported export(Optional<Source> source) throws IOException {
        return new CombineExport().write(SourceTable.read(table), output, source, false, true);
    }

    private static List<Map<String, Object>> rows(Path table) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        TableFile.readCells(table, TableFile.schema(table), rows::add);
        return rows;
    }

    @Test
    void meansStandUnderTheBareNamesWithSourceAndTeacher() throws IOException {
        Exported exported = export(Optional.empty());

        assertThat(exported.rows()).isEqualTo(2);
        assertThat(TableFile.columns(output))
                .containsExactly("clip_name", "source", "teacher_model", "adm2", "vmaf", "mos", "split");
        assertThat(rows(output))
                .containsExactly(
                        Map.of(
                                "clip_name",
                                "a1.mp4",
                                "source",
                                "beach",
                                "teacher_model",
                                "vmaf_v0.6.1",
                                "adm2",
                                0.9,
                                "vmaf",
                                90.0,
                                "mos",
                                3.0,
                                "split",
                                "test"),
                        Map.of(
                                "clip_name",
                                "b1.mp4",
                                "source",
                                "b1.mp4",
                                "teacher_model",
                                "vmaf_v0.6.1",
                                "adm2",
                                0.5,
                                "vmaf",
                                1 / 3.0,
                                "split",
                                "train"));
        assertThat(exported.remarks())
                .singleElement()
                .asString()
                .contains("fills in NaN", "vif_scale0", "psnr_y")
                .doesNotContain("adm2", "vmaf,");
    }

    @Test
    void theSourceIsWhatIsAskedFor() throws IOException {
        export(Optional.of(new Source.Text("konvid")));
        assertThat(rows(output)).extracting(row -> row.get("source")).containsExactly("konvid", "konvid");

        export(Optional.of(new Source.Column("split")));
        assertThat(rows(output)).extracting(row -> row.get("source")).containsExactly("test", "train");

        assertThatThrownBy(() -> export(Optional.of(new Source.Column("mos"))))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("no column of text named mos");
    }

    @Test
    void aTableWithoutTheColumnHasItsRecipesModelForTeacher() throws IOException {
        CorpusFolder folder = new CorpusFolder(root).clip("a.mp4").scores("video_name,video_score", "a.mp4,4");
        new FeatureTableWriter()
                .write(
                        table,
                        Plan.of(folder.read()),
                        Recipe.K150K,
                        new Rows(),
                        new TableFooter(Optional.empty(), 0, 0, 0));

        Exported exported = export(Optional.empty());

        assertThat(rows(output))
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .containsEntry("teacher_model", "vmaf_v0.6.1")
                        .containsEntry("mos", 4.0)
                        .containsKeys("adm2", "speed_chroma_uv"));
        assertThat(exported.remarks()).containsExactly("no row has a value in ciede2000_mean, psnr_hvs_mean");
    }

    @Test
    void whatFurtherModelsMeasuredIsLeftOutAndNamed() throws IOException {
        table = CellTables.write(
                root.resolve("X.parquet"),
                "clip_name teacher_model vmaf_mean:REAL adm2_mean:REAL vmaf_v0.6.1neg_mean:REAL",
                row("a.mp4", "vmaf_v0.6.1", 90.0, 0.9, 80.0));

        assertThat(export(Optional.empty()).remarks())
                .anyMatch(remark -> remark.endsWith("further models measured is left out: vmaf_v0.6.1neg"));
        assertThat(TableFile.columns(output)).doesNotContain("vmaf_v0.6.1neg_mean");
    }

    @Test
    void whatTheScriptWouldRefuseOrMisreadIsRefused() throws IOException {
        refused("clip_name adm2_mean:REAL", "has no vmaf", row("a.mp4", 0.9));
        refused("clip_name vmaf_mean:REAL teacher_model", "no feature beside vmaf", row("a.mp4", 9.0, "m"));
        refused(
                "clip_name vmaf_mean:REAL adm2_std:REAL teacher_model",
                "has no means of adm2",
                row("a.mp4", 9.0, 0.1, "m"));
        refused(
                "clip_name vmaf_mean:REAL adm2_mean:REAL teacher_model",
                "more than one model in teacher_model (new, none, old)",
                row("a.mp4", 9.0, 0.1, "old"),
                row("b.mp4", 9.0, 0.1, "new"),
                row("c.mp4", 9.0, 0.1, NOTHING));
        refused(
                "clip_name vmaf_mean:REAL adm2_mean:REAL",
                "does not say of which model its vmaf is",
                row("a.mp4", 9.0, 0.1));
        refused("clip_name vmaf_mean:REAL adm2_mean:REAL", "has no rows");
        refused("video vmaf_mean:REAL", "it lacks the column clip_name", row("a.mp4", 9.0));
        refused("clip_name price:REAL", "it lacks any column of a feature", row("a.mp4", 9.0));
        refused("clip_name vmaf_mean:REAL", "row 2 names no clip", row("a.mp4", 9.0), row(NOTHING, 9.0));
        assertThat(output).doesNotExist();
    }

    private void refused(String columns, String why, Object[]... rows) throws IOException {
        table = CellTables.write(root.resolve("other.parquet"), columns, rows);
        assertThatThrownBy(() -> export(Optional.empty()))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContainingAll(table.toString(), why);
    }

    @Test
    void whatIsNoTableIsRefused() throws IOException {
        table = Files.writeString(root.resolve("text.parquet"), "no table at all, but long enough");
        assertThatThrownBy(() -> export(Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text.parquet: cannot be read as a Parquet table");
        table = root.resolve("none.parquet");
        assertThatThrownBy(() -> export(Optional.empty()))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("none.parquet is no file");
    }

    @Test
    void aFileThatIsNoTableByItsNameIsNotOverwritten() throws IOException {
        Path scores = Files.writeString(root.resolve("scores.csv"), "mine");
        SourceTable source = SourceTable.read(table);
        assertThatThrownBy(() -> new CombineExport().write(source, scores, Optional.empty(), false, true))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("scores.csv would be a Parquet table");
        assertThat(scores).hasContent("mine");
    }

    @Test
    void aFileThatIsThereGoesOnlyWhenAskedAndATableOfARunNever() throws IOException {
        SourceTable source = SourceTable.read(table);
        Files.writeString(output, "mine");
        assertThatThrownBy(() -> new CombineExport().write(source, output, Optional.empty(), false, false))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("--overwrite");
        Files.writeString(root.resolve("Y.run.json"), "{}");
        assertThatThrownBy(() -> export(Optional.empty()))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("is the output of a run");
        assertThatThrownBy(() -> new CombineExport().write(source, table, Optional.empty(), false, true))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("is the table itself");
        assertThatThrownBy(() -> new CombineExport().write(source, root, Optional.empty(), false, true))
                .isInstanceOf(ExportRefusedException.class)
                .hasMessageContaining("is a folder");
        assertThat(output).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whateverStepFailsTheOldFileIsThereOrTheNewOne(boolean killed) throws IOException {
        SourceTable source = SourceTable.read(table);
        export(Optional.empty());
        byte[] after = Files.readAllBytes(output);
        boolean struck = true;
        for (int step = 1; struck; step++) {
            Files.writeString(output, "old");
            FailingFiles files = new FailingFiles(step, killed);

            try {
                new CombineExport(files).write(source, output, Optional.empty(), false, true);
            } catch (IOException e) {
                assertThat(e).hasMessageContainingAll("Y.parquet", "nothing of it is kept", "export again");
            }

            struck = files.struck();
            byte[] now = Files.readAllBytes(output);
            assertThat(now).isIn(after, "old".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(output).hasBinaryContent(after);
        assertThat(root.resolve(".Y.parquet.vmaf-fleet.tmp")).doesNotExist();
    }
}
