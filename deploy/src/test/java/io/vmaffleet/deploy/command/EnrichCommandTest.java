package io.vmaffleet.deploy.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.coordinator.table.FeatureTableWriter;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.coordinator.table.TableFooter;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnrichCommandTest {
    @TempDir
    Path root;

    private Path table = Path.of("");
    private String scores = "";

    @BeforeEach
    void aTable() throws IOException {
        table = root.resolve("x.parquet");
        CorpusFolder folder = new CorpusFolder(root).clip("a.mp4").clip("b.mp4");
        folder.scores("video_name,video_score", "a.mp4,3");
        new FeatureTableWriter()
                .write(
                        table,
                        Plan.of(folder.read()),
                        Recipe.K150K,
                        new Rows(),
                        new TableFooter(Optional.empty(), 0, 0, 0));
        scores = Files.writeString(
                        root.resolve("new.csv"),
                        "video_name,video_score,mos_raw_0_100\na.mp4,4,75\nb.mp4,,\nz.mp4,1,0\n")
                .toString();
    }

    private Spoken enrich(String... target) {
        String[] words = new String[target.length + 4];
        words[0] = "enrich";
        words[1] = table.toString();
        words[2] = "--scores";
        words[3] = scores;
        System.arraycopy(target, 0, words, 4, target.length);
        return Spoken.run(words);
    }

    @Test
    void whatChangedIsToldByColumn() throws IOException {
        byte[] before = Files.readAllBytes(table);
        Path output = root.resolve("y.parquet");

        Spoken spoken = enrich("--out", output.toString());

        assertThat(spoken.exitCode()).as(spoken.err()).isZero();
        assertThat(spoken.out())
                .contains("table: " + output + ", 2 rows")
                .containsPattern("mos +no +0 +1")
                .containsPattern("mos_raw_0_100 +yes +1 +0")
                .contains("rows without new labels, which keep what they had: 1 (b.mp4)")
                .contains("scores without a row: 1 (z.mp4)")
                .doesNotContain("sidecar");
        assertThat(table).hasBinaryContent(before);
        assertThat(output).isRegularFile();
    }

    @Test
    void theSameLabelsAgainChangeNothing() {
        enrich("--in-place");

        assertThat(enrich("--in-place").out()).contains("No label changed.");
    }

    @Test
    void theTableOfARunIsNotReplaced() throws IOException {
        Files.writeString(root.resolve("x.run.json"), "{}");
        byte[] before = Files.readAllBytes(table);

        Spoken spoken = enrich("--in-place");

        assertThat(spoken.exitCode()).isEqualTo(2);
        assertThat(spoken.err()).contains("is the table of a run", "x.run.json", "resume", "give another --out");
        assertThat(table).hasBinaryContent(before);
        assertThat(enrich("--out", root.resolve("y.parquet").toString()).exitCode())
                .isZero();
    }

    @Test
    void nothingIsOverwrittenUnasked() throws IOException {
        Path other = Files.writeString(root.resolve("y.parquet"), "dear");

        assertThat(enrich("--out", other.toString()).err()).contains("is there already");
        assertThat(enrich("--out", table.toString()).err()).contains("is the table itself: give --in-place");
        assertThat(enrich("--out", "y.csv").err()).contains("name it so, X.parquet");
        assertThat(other).hasContent("dear");
    }

    @Test
    void aCommandThatCannotBeMeantIsRefused() {
        Path none = root.resolve("none.parquet");

        assertThat(enrich().exitCode()).isEqualTo(2);
        assertThat(enrich().err()).contains("give --out Y.parquet, or --in-place: see");
        assertThat(enrich("--in-place", "--out", none.toString()).exitCode()).isEqualTo(2);
        assertThat(Spoken.run("enrich", table.toString(), "--in-place").err())
                .contains("no labels: give --scores, --metadata-jsonl, or both");
        assertThat(Spoken.run("enrich", none.toString(), "--scores", scores, "--in-place")
                        .err())
                .contains("none.parquet: no such file");
    }
}
