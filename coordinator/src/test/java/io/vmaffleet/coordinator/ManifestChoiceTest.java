package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.result.ClipResult;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestChoiceTest {
    @TempDir
    private Path folder;

    @Test
    void aRunOfAnotherRecipeIsRefusedAndLeftAsItIs() throws Exception {
        Path output = folder.resolve("X.parquet");
        CorpusFolder corpus = new CorpusFolder(folder).clip("a.mp4").scores("video_name,video_score", "a.mp4,1");
        OneRun run = new OneRun(corpus, output);
        run.run(false, Disk.real(), task -> new ClipResult.Extracted(Rows.of(task.clip())));
        LedgerFiles files = new LedgerFiles(output);
        String manifest = Files.readString(files.run());
        String other = manifest.replace("vmaf_v0.6.1", "vmaf_4k_v0.6.1");
        assertThat(other).isNotEqualTo(manifest);
        Files.writeString(files.run(), other);
        byte[] table = Files.readAllBytes(output);

        assertThatThrownBy(() -> run.run(false, Disk.real(), task -> new ClipResult.Extracted(Rows.of(task.clip()))))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll("vmaf_4k_v0.6.1", "choose another output");

        assertThat(files.run()).hasContent(other);
        assertThat(output).hasBinaryContent(table);
    }

    @Test
    void aSmallerLimitThanTheRunsIsRefusedByItsName() throws Exception {
        Path output = folder.resolve("X.parquet");
        CorpusFolder corpus =
                new CorpusFolder(folder).clip("a.mp4").clip("b.mp4").scores("video_name,video_score", "a.mp4,1");
        new OneRun(corpus, output).run(false, Disk.real(), task -> new ClipResult.Extracted(Rows.of(task.clip())));
        corpus.limit(1);

        assertThatThrownBy(() -> new OneRun(corpus, output)
                        .run(false, Disk.real(), task -> new ClipResult.Extracted(Rows.of(task.clip()))))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("--limit 1 is fewer than the 2 clips");
    }
}
