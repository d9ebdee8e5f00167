package io.vmaffleet.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.corpus.CorpusFolder;
import io.vmaffleet.coordinator.ledger.LedgerFiles;
import io.vmaffleet.coordinator.table.FramesDataset;
import io.vmaffleet.coordinator.table.Rows;
import io.vmaffleet.coordinator.verify.RunVerifier;
import io.vmaffleet.result.ClipResult;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole runs that want the scores of each frame, with a worker that knows them.
class FramesRunTest {
    @TempDir
    private Path folder;

    private final List<String> measured = new CopyOnWriteArrayList<>();
    private CorpusFolder corpus;
    private Path output;
    private Path frames;
    private OneRun run;

    @BeforeEach
    void begin() throws IOException {
        corpus = new CorpusFolder(Files.createDirectory(folder.resolve("corpus")))
                .clip("a.mp4")
                .clip("b.mp4")
                .clip("small.mp4")
                .scores("video_name,video_score", "a.mp4,1", "b.mp4,2", "c.mp4,3");
        output = folder.resolve("X.parquet");
        frames = folder.resolve("frames");
        run = new OneRun(corpus, output, Optional.of(frames));
    }

    @Test
    void theTableHasTheSameBytesAndEachRowItsFrames() throws Exception {
        Path plain = folder.resolve("plain.parquet");
        new OneRun(corpus, plain).run(false, Disk.real(), this::answer);

        RunOutcome outcome = run();

        assertThat(output).hasSameBinaryContentAs(plain);
        assertThat(outcome.detail()).contains("2 rows in " + output, "frames' scores in " + frames);
        assertThat(framesThere())
                .hasSize(2 * ScriptedWorker.FRAMES)
                .startsWith("a.mp4 0", "a.mp4 1")
                .endsWith("b.mp4 9");
        assertThat(new LedgerFiles(output).frames()).doesNotExist();
        assertThat(findings()).isEmpty();
    }

    @Test
    void anotherStartChangesNothingAndMeasuresNothing() throws Exception {
        run();
        measured.clear();
        byte[] before = Files.readAllBytes(frames.resolve("part-00000.parquet"));

        assertThat(run().detail()).contains("nothing to do");

        assertThat(measured).isEmpty();
        assertThat(frames.resolve("part-00000.parquet")).hasBinaryContent(before);
    }

    @Test
    void anExtendedRunHasTheBytesOfOneThatWasWholeFromTheStart() throws Exception {
        run();
        measured.clear();
        corpus.clip("c.mp4");

        run.run(true, Disk.real(), this::answer);

        assertThat(measured).containsExactly("c.mp4");
        Path whole = folder.resolve("whole");
        new OneRun(corpus, folder.resolve("whole.parquet"), Optional.of(whole)).run(false, Disk.real(), this::answer);
        assertThat(frames.resolve("part-00000.parquet")).hasSameBinaryContentAs(whole.resolve("part-00000.parquet"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void otherLabelsLeaveTheFramesAsTheyAre() throws Exception {
        run();
        measured.clear();
        byte[] before = Files.readAllBytes(frames.resolve("part-00000.parquet"));
        corpus.scores("video_name,video_score", "a.mp4,5");

        run();

        assertThat(measured).isEmpty();
        assertThat(frames.resolve("part-00000.parquet")).hasBinaryContent(before);
        assertThat(findings()).isEmpty();
    }

    @Test
    void anotherWishThanTheRunWasBegunWithIsRefused() throws Exception {
        run();

        assertThatThrownBy(() -> new OneRun(corpus, output).run(false, Disk.real(), this::answer))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("was begun with --frames " + frames + ": ask for the same");
        assertThatThrownBy(() -> new OneRun(corpus, output, Optional.of(folder.resolve("other")))
                        .run(false, Disk.real(), this::answer))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("was begun with --frames " + frames);
        Path plain = folder.resolve("plain.parquet");
        new OneRun(corpus, plain).run(false, Disk.real(), this::answer);
        assertThatThrownBy(() -> new OneRun(corpus, plain, Optional.of(folder.resolve("other")))
                        .run(false, Disk.real(), this::answer))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("was begun without --frames");
    }

    @Test
    void aFolderThatIsSomebodysIsRefusedBeforeAnythingIsMeasured() throws Exception {
        Files.createDirectory(frames);
        Files.createFile(frames.resolve("notes.txt"));
        assertRefused(frames, "notes.txt lies in it");

        Files.move(frames.resolve("notes.txt"), frames.resolve("part-00000.parquet"));
        assertRefused(frames, "the dataset of another run");

        assertRefused(Files.createFile(folder.resolve("file")), "it is a file");
        assertRefused(Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere")), "it is a link");
        assertRefused(folder.resolve("not/there"), "not is no folder that can be written to");
        assertRefused(folder, "the table " + output + " would lie in it");
        assertThat(measured).isEmpty();
        assertThat(new LedgerFiles(output).run()).doesNotExist();
    }

    @Test
    void anEmptyFolderWillDo() throws Exception {
        Files.createDirectory(frames);

        run();

        assertThat(framesThere()).hasSize(2 * ScriptedWorker.FRAMES);
    }

    @Test
    void whatComesToLieThereMeanwhileIsNotReplacedAndTheRunGoesOnWhenItIsGone() throws Exception {
        Path stranger = frames.resolve("part-00000.parquet");
        assertThatThrownBy(() -> run.run(false, Disk.real(), task -> {
                    if (!Files.exists(stranger)) {
                        create(stranger);
                    }
                    return answer(task);
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a dataset that this run did not write: move it away, then resume");
        assertThat(stranger).hasContent("another's");
        assertThat(findings()).isEmpty();
        Path staged = new LedgerFiles(output).frames();
        Files.move(staged, folder.resolve("away"));
        assertThat(findings())
                .singleElement()
                .asString()
                .contains("2 clips with a row and without the scores of its frames");
        Files.move(folder.resolve("away"), staged);
        measured.clear();
        Files.delete(stranger);

        run();

        assertThat(measured).isEmpty();
        assertThat(framesThere()).hasSize(2 * ScriptedWorker.FRAMES);
        assertThat(findings()).isEmpty();
    }

    @Test
    void aFinishedRunWhoseFramesAreGoneIsNotGoneOnWithAndVerifyTells() throws Exception {
        run();
        Path part = frames.resolve("part-00000.parquet");
        Path away = folder.resolve("away");
        Files.move(part, away);
        measured.clear();

        assertThat(findings()).singleElement().asString().contains(frames + " is missing");
        assertThatThrownBy(this::run)
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContaining("are not in " + frames + " as its run wrote them");

        assertThat(measured).isEmpty();
        Files.move(away, part);
        assertThat(findings()).isEmpty();
    }

    @Test
    void verifyFindsFramesThatAreNotTheRuns() throws Exception {
        run();
        Path part = frames.resolve("part-00000.parquet");
        byte[] bytes = Files.readAllBytes(part);
        Files.createFile(frames.resolve("notes.txt"));
        assertThat(findings()).singleElement().asString().contains("notes.txt is no part");
        Files.delete(frames.resolve("notes.txt"));

        byte[] flipped = bytes.clone();
        flipped[bytes.length / 2] ^= 1;
        Files.write(part, flipped);
        assertThat(findings()).first().asString().contains("do not have the bytes that the run wrote");

        corpus.clip("c.mp4");
        Path other = folder.resolve("other");
        new OneRun(corpus, folder.resolve("other.parquet"), Optional.of(other)).run(false, Disk.real(), this::answer);
        Files.delete(corpus.clips().resolve("c.mp4"));
        Files.copy(other.resolve("part-00000.parquet"), part, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(findings()).anyMatch(finding -> finding.contains("without a row (c.mp4)"));
    }

    private RunOutcome run() throws IOException, InterruptedException {
        return run.run(false, Disk.real(), this::answer);
    }

    private ClipResult answer(ClipTask task) {
        if (task.clip().value().equals("small.mp4")) {
            return new ClipResult.Failed(FailureReason.TOO_SMALL, "64x64");
        }
        measured.add(task.clip().value());
        return new ClipResult.Extracted(Rows.of(task.clip()));
    }

    private void assertRefused(Path place, String why) {
        assertThatThrownBy(() -> new OneRun(corpus, output, Optional.of(place)).run(false, Disk.real(), this::answer))
                .isInstanceOf(RunRefusedException.class)
                .hasMessageContainingAll("--frames " + place, why, "name a folder that is not there yet, or empty");
    }

    private static void create(Path file) {
        try {
            Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
            Files.writeString(file, "another's");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> framesThere() throws IOException {
        List<String> found = new ArrayList<>();
        FramesDataset.readFrames(frames, (clip, frame) -> found.add(clip + " " + frame));
        return found;
    }

    private List<String> findings() throws IOException {
        return new RunVerifier(new LedgerFiles(output)).verify().orElseThrow().findings();
    }
}
