package io.vmaffleet.coordinator.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.corpus.Corpus;
import io.vmaffleet.coordinator.corpus.CorpusRequest;
import io.vmaffleet.coordinator.corpus.LabelRevision;
import io.vmaffleet.coordinator.plan.Plan;
import io.vmaffleet.task.Recipe;
import io.vmaffleet.task.Recipe.Layout;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A table of several row groups, written by two processes with different heaps.
class LargeTableIT {
    private static final int CLIPS = 45_000;

    @TempDir
    Path root;

    @Test
    void aTableOfSeveralRowGroupsHasTheSameBytesWhateverTheHeap() throws Exception {
        Files.createDirectories(root.resolve("clips"));
        try (BufferedWriter scores = Files.newBufferedWriter(root.resolve("scores.csv"))) {
            scores.write("video_name,video_score\n");
            for (int i = 0; i < CLIPS; i++) {
                String name = "clip-" + Integer.toString(i * 7919, 36) + ".mp4";
                Files.createFile(root.resolve("clips").resolve(name));
                scores.write(name + "," + (i % 400) / 100.0 + "\n");
            }
        }

        writeTable(root, root.resolve("here.parquet"));
        Process small = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx80m",
                        "-XX:+UseSerialGC",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeTableIT.class.getName(),
                        root.toString(),
                        root.resolve("small.parquet").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(small.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(small.waitFor()).as(said).isZero();

        assertThat(root.resolve("small.parquet")).hasSameBinaryContentAs(root.resolve("here.parquet"));
        assertThat(rowsOfEachGroup(root.resolve("here.parquet"))).containsExactly(20_000L, 20_000L, 5_000L);
        List<String> names = new ArrayList<>();
        TableFile.read(root.resolve("here.parquet"), row -> {
            names.add(row.clip().value());
            assertThat(row.row()).isEqualTo(Rows.of(row.clip()));
        });
        assertThat(names).hasSize(CLIPS).isSorted();
        List<String> enriched = new ArrayList<>();
        TableFile.readNames(root.resolve("enriched.parquet"), name -> enriched.add(name.value()));
        assertThat(enriched).isEqualTo(names);
    }

    /// The child: writes the table of the corpus in the first folder to the second, and gives it other labels.
    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Path table = Path.of(args[1]);
        writeTable(root, table);
        new TableEnrichment()
                .write(
                        table,
                        root.resolve("enriched.parquet"),
                        new LabelRevision.Source(Optional.of(root.resolve("scores.csv")), Optional.empty(), "seed"));
    }

    private static void writeTable(Path root, Path table) throws IOException {
        Corpus corpus = Corpus.read(new CorpusRequest(
                root.resolve("clips"),
                Optional.of(root.resolve("scores.csv")),
                Optional.empty(),
                CorpusRequest.DEFAULT_PATTERN,
                OptionalInt.empty(),
                CorpusRequest.DEFAULT_SPLIT_SEED,
                false,
                Optional.empty(),
                Layout.CLIPS));
        WrittenTable written = new FeatureTableWriter()
                .write(
                        table,
                        Plan.of(corpus),
                        Recipe.K150K,
                        clip -> Optional.of(Rows.of(clip)),
                        new TableFooter(Optional.empty(), 0, 0, 0));
        assertThat(written.rows()).isEqualTo(CLIPS);
    }

    private static List<Long> rowsOfEachGroup(Path table) throws Exception {
        List<Long> rows = new ArrayList<>();
        try (var duckDb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckDb.createStatement();
                var results = statement.executeQuery("SELECT DISTINCT row_group_id, row_group_num_rows FROM"
                        + " parquet_metadata('" + table + "') ORDER BY row_group_id")) {
            while (results.next()) {
                rows.add(results.getLong(2));
            }
        }
        return rows;
    }
}
