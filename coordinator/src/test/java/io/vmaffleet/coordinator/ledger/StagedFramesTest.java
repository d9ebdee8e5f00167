package io.vmaffleet.coordinator.ledger;

import static io.vmaffleet.coordinator.ledger.Rows.clip;
import static io.vmaffleet.coordinator.ledger.Rows.clips;
import static io.vmaffleet.coordinator.ledger.Rows.scores;
import static io.vmaffleet.coordinator.ledger.Rows.write;
import static io.vmaffleet.coordinator.ledger.Rows.writeWithFrames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.ledger.LedgerWorld.Session;
import io.vmaffleet.task.ClipName;
import io.vmaffleet.task.Recipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Per-frame scores beside three rows, and what opening makes of them.
class StagedFramesTest {
    private static final List<ClipName> CLIPS = clips(4);

    private LedgerWorld world;

    @BeforeEach
    void stageThreeRows(@TempDir Path folder) throws IOException {
        world = new LedgerWorld(folder).plan(CLIPS).withFrames();
        try (Session session = world.open()) {
            for (int i = 0; i < 3; i++) {
                session.commit(writeWithFrames(clip(i)));
            }
        }
    }

    @Test
    void scoresAreThereAgainAfterAnotherOpening() throws IOException {
        assertThatScoresOf(0, 1, 2);
        assertThat(repairs().withoutFrames()).isZero();
    }

    @Test
    void aRowDeliveredTwiceAddsNoScores() throws IOException {
        long bytes = Files.size(world.files.frames());

        try (Session session = world.open()) {
            assertThat(session.commit(writeWithFrames(clip(1)))).isEqualTo(new Committed.Duplicate());
            // one that comes again may have lost its scores on the way
            assertThat(session.commit(write(clip(1)))).isEqualTo(new Committed.Duplicate());
        }

        assertThat(world.files.frames()).hasSize(bytes);
    }

    @Test
    void aFirstRowWithoutScoresIsNotTaken() throws IOException {
        try (Session session = world.open()) {
            assertThatThrownBy(() -> session.commit(write(clip(3)))).hasMessageContaining("without the scores");
        }

        assertThatScoresOf(0, 1, 2);
        assertThat(repairs().rows()).isEqualTo(3);
    }

    @Test
    void anUnfinishedTailIsCutOffAndTheRowsStay() throws IOException {
        long forced = Files.size(world.files.frames());
        byte[] line = new FrameLine(clip(3).value(), 0, 2, "scores").encode();
        append(Arrays.copyOf(line, 20));

        assertThat(repairs().rows()).isEqualTo(3);
        assertThat(world.files.frames()).hasSize(forced);
    }

    @Test
    void scoresWithoutARowAreNobodysAndTheNextCount() throws IOException {
        append(new FrameLine(clip(3).value(), 0, 1, "of an attempt whose row was never forced").encode());

        try (Session session = world.open()) {
            assertThat(session.ledger.done(clip(3))).isFalse();
            session.commit(writeWithFrames(clip(3)));
        }

        assertThatScoresOf(0, 1, 2, 3);
    }

    @Test
    void aPartThatIsMissingIsNoScores() throws IOException {
        String second = new String(
                new FrameLine(clip(1).value(), 1, 2, scores(clip(1)).get(1)).encode(), StandardCharsets.UTF_8);
        String all = Files.readString(world.files.frames());
        assertThat(all).contains(second);
        Files.writeString(world.files.frames(), all.replace(second, ""));

        assertThatOnlyIsMeasuredAgain(1);
    }

    @Test
    void aDamagedLineCostsItsOwnClipAlone() throws IOException {
        byte[] bytes = Files.readAllBytes(world.files.frames());
        bytes[40] ^= 1;
        Files.write(world.files.frames(), bytes);

        assertThatOnlyIsMeasuredAgain(0);
    }

    @Test
    void withoutTheFileAllIsMeasuredAgainAndSaid() throws IOException {
        Files.delete(world.files.frames());

        RepairReport repairs = repairs();

        assertThat(repairs.withoutFrames()).isEqualTo(3);
        assertThat(repairs.rows()).isZero();
        assertThat(repairs.sentences())
                .contains("3 rows are there without the scores of their frames; their clips are extracted again.");
    }

    @Test
    void whatIsDamagedAfterOpeningIsNotHandedOut() throws IOException {
        try (Session session = world.open();
                StagedFrames frames = session.ledger.frames()) {
            byte[] bytes = Files.readAllBytes(world.files.frames());
            bytes[40] ^= 1;
            Files.write(world.files.frames(), bytes);

            assertThatThrownBy(() -> frames.scores(clip(0))).isInstanceOf(LedgerDamagedException.class);
        }
    }

    @Test
    void theScriptsLedgerIsNotTakenOverWhereFramesAreWanted(@TempDir Path other) throws IOException {
        LedgerWorld script = new LedgerWorld(other).plan(CLIPS).withFrames();
        Files.writeString(script.files.done(), "");
        Files.writeString(script.files.staging(), "{\"clip_name\":\"clip_0000.mp4\"}\n");

        assertThatThrownBy(script::open)
                .isInstanceOf(ForeignLedgerException.class)
                .hasMessageContaining("no per-frame scores");
    }

    @Test
    void aRunWithoutFramesHasNoFileOfThem(@TempDir Path other) throws IOException {
        LedgerWorld plain = new LedgerWorld(other).plan(CLIPS);
        try (Session session = plain.open()) {
            session.commit(write(clip(0)));
        }

        assertThat(plain.files.frames()).doesNotExist();
        assertThat(LedgerWorld.manifest(Recipe.K150K).frames()).isEmpty();
    }

    private void assertThatOnlyIsMeasuredAgain(int lost) throws IOException {
        try (Session session = world.open()) {
            assertThat(session.ledger.repairs().withoutFrames()).isOne();
            for (int i = 0; i < 3; i++) {
                assertThat(session.ledger.done(clip(i))).isEqualTo(i != lost);
            }
            assertThat(session.commit(writeWithFrames(clip(lost)))).isEqualTo(new Committed.Staged());
        }
        assertThatScoresOf(0, 1, 2);
    }

    private void assertThatScoresOf(int... numbers) throws IOException {
        try (Session session = world.open();
                StagedFrames frames = session.ledger.frames()) {
            for (int number : numbers) {
                assertThat(session.ledger.done(clip(number))).isTrue();
                assertThat(frames.scores(clip(number))).isEqualTo(scores(clip(number)));
            }
        }
    }

    private RepairReport repairs() throws IOException {
        try (Session session = world.open()) {
            return session.ledger.repairs();
        }
    }

    private void append(byte[] bytes) throws IOException {
        Files.write(world.files.frames(), bytes, StandardOpenOption.APPEND);
    }
}
