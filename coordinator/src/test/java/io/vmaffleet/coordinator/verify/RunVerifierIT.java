package io.vmaffleet.coordinator.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tables that our writer cannot write, made of a run's own by another program.
class RunVerifierIT {
    @TempDir
    private Path folder;

    @Test
    void aClipThatIsThereTwiceIsNamed() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        rewrite(run, "(SELECT * FROM t) UNION ALL (SELECT * FROM t WHERE clip_name = 'b.mp4')");

        assertThat(run.verify().findings())
                .anyMatch(finding ->
                        finding.startsWith("1 clip is in more than one row of ") && finding.contains("(b.mp4)"));
    }

    @Test
    void rowsInAnotherOrderAreFound() throws Exception {
        RunOnDisk run = RunOnDisk.finished(folder);
        rewrite(run, "SELECT * FROM t ORDER BY clip_name DESC");

        assertThat(run.verify().findings()).anyMatch(finding -> finding.contains("are not in corpus order"));
    }

    private void rewrite(RunOnDisk run, String query) throws Exception {
        Path other = folder.resolve("other.parquet");
        try (var duckDb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckDb.createStatement()) {
            statement.execute("CREATE VIEW t AS SELECT * FROM read_parquet('" + run.files.output() + "')");
            statement.execute("COPY (" + query + ") TO '" + other + "' (FORMAT parquet)");
        }
        Files.move(other, run.files.output(), StandardCopyOption.REPLACE_EXISTING);
        run.ownTheTable();
    }
}
