package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.FullDiskException;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.ledger.UnusableOutputException;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.task.ClipTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A coordinator whose output lies on a real file system that fills up or becomes read-only.
@Timeout(120)
class DiskFaultIT {
    private static final int CLIPS = 12;

    @TempDir
    private Path folder;

    private final Set<String> measured = ConcurrentHashMap.newKeySet();
    private CorpusFolder corpus = new CorpusFolder(Path.of(""));
    private byte[] undisturbed = {};

    @BeforeEach
    void extractOnceUndisturbed() throws Exception {
        corpus = new CorpusFolder(folder);
        StringBuilder scores = new StringBuilder("video_name,video_score");
        for (int clip = 0; clip < CLIPS; clip++) {
            String name = String.format("clip%03d.mp4", clip);
            corpus.clip(name);
            scores.append('\n').append(name).append(',').append(1 + clip % 5);
        }
        corpus.scores(scores.toString());
        Path output = folder.resolve("undisturbed.parquet");
        extract(output, () -> {}, -1);
        undisturbed = Files.readAllBytes(output);
    }

    @Test
    void aDiskThatFillsUpStopsTheRunAndWithRoomItGoesOn() throws Exception {
        try (MountedDisk disk = MountedDisk.inMemory(folder.resolve("small"), 1 << 20)) {
            Path output = disk.folder().resolve("X.parquet");

            assertThatThrownBy(() -> extract(output, () -> disk.fillBut(0), 3))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContainingAll(disk.folder() + "/X.", "No space left on device", "make room", "resume");
            assertThat(output).doesNotExist();

            disk.grow(4 << 20);
            assertThatTheRestGivesTheSameBytes(output, 3);
        }
    }

    @Test
    void aDiskThatFillsUpWhileTheTableIsWrittenLeavesTheRowsAndNoTable() throws Exception {
        try (MountedDisk disk = MountedDisk.inMemory(folder.resolve("small"), 1 << 20)) {
            Path output = disk.folder().resolve("X.parquet");

            // the last row fits, and as much of the table as is known before it is written
            assertThatThrownBy(() -> extract(output, () -> disk.fillBut(12 << 10), CLIPS))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContainingAll(output.toString(), "No space left on device", "make room", "resume");
            assertThat(disk.files())
                    .doesNotContain(output, output.resolveSibling("X.parquet.tmp"))
                    .contains(new LedgerFiles(output).staging());

            disk.grow(4 << 20);
            assertThatTheRestGivesTheSameBytes(output, CLIPS);
        }
    }

    @Test
    void tooLittleRoomForTheTableIsToldBeforeItIsWritten() throws Exception {
        try (MountedDisk disk = MountedDisk.inMemory(folder.resolve("small"), 1 << 20)) {
            Path output = disk.folder().resolve("X.parquet");

            assertThatThrownBy(() -> extract(output, () -> disk.fillBut(8 << 10), CLIPS))
                    .isInstanceOf(FullDiskException.class)
                    .hasMessageContainingAll(output.toString(), "make room");

            disk.grow(4 << 20);
            assertThatTheRestGivesTheSameBytes(output, CLIPS);
        }
    }

    @Test
    void aFileSystemThatBecomesReadOnlyStopsTheRunAndMountedAnewItGoesOn() throws Exception {
        try (MountedDisk disk = MountedDisk.ext4(folder.resolve("failing"))) {
            Path output = disk.folder().resolve("X.parquet");

            assertThatThrownBy(() -> extract(output, disk::fail, 5))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContainingAll(disk.folder() + "/X.", "mend the disk, then resume");
            assertThatThrownBy(() -> extract(output, () -> {}, -1))
                    .isInstanceOf(UnusableOutputException.class)
                    .hasMessageContaining("Read-only file system");

            disk.mountAgain();
            assertThatTheRestGivesTheSameBytes(output, 5);
        }
    }

    /// @param rows at least so many were safe: those measured before the one in which the fault came
    private void assertThatTheRestGivesTheSameBytes(Path output, int rows) throws Exception {
        measured.clear();

        extract(output, () -> {}, -1);

        assertThat(Files.readAllBytes(output)).isEqualTo(undisturbed);
        assertThat(measured).hasSizeLessThanOrEqualTo(CLIPS - rows + 1);
    }

    /// @param at the clip, counted from 1, in whose measuring the fault comes
    private void extract(Path output, Fault fault, int at) throws IOException, InterruptedException {
        AtomicInteger count = new AtomicInteger();
        new OneRun(corpus, output).run(false, Disk.real(), task -> {
            if (count.incrementAndGet() == at) {
                strike(output, fault, at);
            }
            return measured(task);
        });
    }

    /// When all clips before are safe, so that what is left is known.
    private static void strike(Path output, Fault fault, int at) {
        Path done = new LedgerFiles(output).done();
        await().until(() -> Files.readAllLines(done).size() == at - 1);
        try {
            fault.strike();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private ClipResult measured(ClipTask task) {
        measured.add(task.clip().value());
        return new ClipResult.Extracted(Rows.of(task.clip()));
    }

    @FunctionalInterface
    private interface Fault {
        void strike() throws IOException, InterruptedException;
    }
}
