package io.vmaffleet.coordinator.ledger;

import static io.vmaffleet.coordinator.ledger.LedgerWorld.attempt;
import static io.vmaffleet.coordinator.ledger.Rows.clip;
import static io.vmaffleet.coordinator.ledger.Rows.clips;
import static io.vmaffleet.coordinator.ledger.Rows.row;
import static io.vmaffleet.coordinator.ledger.Rows.rowOf;
import static io.vmaffleet.coordinator.ledger.Rows.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.ledger.AttemptEvent.Kind;
import io.vmaffleet.coordinator.ledger.LedgerWorld.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a crash or a bad disk may leave, and what opening makes of it.
class LedgerRepairTest {
    @TempDir
    Path folder;

    private LedgerWorld world;

    @BeforeEach
    void threeRows() throws IOException {
        world = new LedgerWorld(folder).plan(clips(6));
        try (Session session = world.open()) {
            for (int i = 0; i < 3; i++) {
                session.commit(write(clip(i)));
            }
        }
    }

    @Test
    void aSoundLedgerHasNothingToRepair() throws IOException {
        byte[] staging = world.staging();

        assertThat(repairs().sentences()).isEmpty();
        assertThat(world.staging()).isEqualTo(staging);
    }

    @Test
    void aTornLastLineIsCutOffAndItsClipIsNotDone() throws IOException {
        byte[] sound = world.staging();
        append(
                world.files.staging(),
                new String(line(3), UTF_8).substring(0, 500).getBytes(UTF_8));

        try (Session session = world.open()) {
            assertThat(session.ledger.repairs().cutBytes()).isEqualTo(500);
            assertThat(session.ledger.done(clip(3))).isFalse();
            assertThat(world.staging()).isEqualTo(sound);
            session.commit(write(clip(3)));
        }
        assertThat(repairs().rows()).isEqualTo(4);
    }

    @Test
    void aWholeLastLineWithoutItsEndIsNoRowYet() throws IOException {
        byte[] line = line(3);
        append(world.files.staging(), java.util.Arrays.copyOf(line, line.length - 1));

        assertThat(repairs().rows()).isEqualTo(3);
        assertThat(repairs().cutBytes()).isZero();
    }

    @Test
    void zeroPagesBeforeGoodLinesThatDoneDoesNotNameAreAnUnforcedTail() throws IOException {
        byte[] sound = world.staging();
        append(world.files.staging(), new byte[4096]);
        append(world.files.staging(), "\n".getBytes(UTF_8));
        append(world.files.staging(), line(4));

        assertThat(repairs().cutBytes()).isEqualTo(4096 + 1 + line(4).length);
        assertThat(world.staging()).isEqualTo(sound);
    }

    @Test
    void zeroPagesBeforeALineThatDoneNamesAreDamage() throws IOException {
        append(world.files.staging(), new byte[4096]);
        append(world.files.staging(), "\n".getBytes(UTF_8));
        append(world.files.staging(), line(4));
        append(world.files.done(), "clip_0004.mp4\n".getBytes(UTF_8));

        assertDamagedAtLine(4);
    }

    @Test
    void aFlippedByteInTheLastRowThatDoneNamesIsDamage() throws IOException {
        flip(world.staging().length - 100);

        assertDamagedAtLine(3);
    }

    @Test
    void aFlippedByteBeforeTheLastRowThatDoneNamesIsDamage() throws IOException {
        flip(100);

        assertDamagedAtLine(1);
    }

    @Test
    void aFlippedByteBehindTheLastRowThatDoneNamesIsAnUnforcedTail() throws IOException {
        int forced = world.staging().length;
        append(world.files.staging(), line(3));
        append(world.files.staging(), line(4));
        flip(forced + 10);

        RepairReport repairs = repairs();

        assertThat(repairs.rows()).isEqualTo(3);
        assertThat(world.staging()).hasSize(forced);
    }

    @Test
    void aFlippedByteInTheDigitsOfACrcIsNoticed() throws IOException {
        flip(world.staging().length - 5);

        assertDamagedAtLine(3);
    }

    @Test
    void aNameInDoneWithoutARowIsExtractedAgainAndReported() throws IOException {
        append(world.files.done(), "clip_0005.mp4\n".getBytes(UTF_8));

        try (Session session = world.open()) {
            assertThat(session.ledger.done(clip(5))).isFalse();
            assertThat(session.ledger.repairs().lost()).isEqualTo(1);
            assertThat(session.ledger.repairs().sentences())
                    .singleElement()
                    .asString()
                    .contains("clip_0005.mp4");
        }
        assertThat(world.files.done()).content().hasLineCount(3);
        assertThat(repairs().sentences()).isEmpty();
    }

    @Test
    void aLastNameInDoneWithoutItsEndIsNone() throws IOException {
        append(world.files.staging(), new byte[] {'{', '"'});
        append(world.files.done(), "clip_000".getBytes(UTF_8));

        assertThat(repairs().lost()).isZero();
        assertThat(world.files.done()).hasContent("clip_0000.mp4\nclip_0001.mp4\nclip_0002.mp4\n");
    }

    @Test
    void zeroPagesInDoneAreNoNames() throws IOException {
        append(world.files.staging(), new byte[] {'{', '"'});
        append(world.files.done(), new byte[600]);
        append(world.files.done(), "\n".getBytes(UTF_8));

        assertThat(repairs().lost()).isZero();
    }

    @Test
    void aMissingDoneFileIsWrittenAnew() throws IOException {
        Files.delete(world.files.done());

        assertThat(repairs().sentences()).isEmpty();
        assertThat(world.files.done()).content().hasLineCount(3);
    }

    @Test
    void aRowWrittenTwiceIsReadOnceAndTheFirstStays() throws IOException {
        append(world.files.staging(), line(1));

        RepairReport repairs = repairs();

        assertThat(repairs.rows()).isEqualTo(3);
        assertThat(repairs.repeatedRows()).isEqualTo(1);
        assertThat(repairs.disagreeing()).isZero();
    }

    @Test
    void aRowWrittenTwiceWithOtherValuesIsOnRecordAsADisagreementOnce() throws IOException {
        append(
                world.files.staging(),
                StagingCodec.encode(clip(1).value(), row(99), Optional.of(Rows.provenance("host-b")), false));

        for (int i = 0; i < 2; i++) {
            try (Session session = world.open()) {
                assertThat(session.ledger.repairs().disagreeing()).isEqualTo(1);
                assertThat(session.ledger.row(clip(1))).contains(rowOf(clip(1)));
                assertThat(session.ledger.history(clip(1)))
                        .extracting(AttemptEvent::kind)
                        .containsExactly(Kind.DISAGREED);
            }
        }
    }

    @Test
    void aBadLineAmongTheAttemptsCostsNoneOfTheOthers() throws IOException {
        try (Session session = world.open()) {
            for (int i = 0; i < 3; i++) {
                session.commit(attempt(Kind.FAILED, clip(4), i + "-0", Optional.empty()));
            }
        }
        byte[] attempts = Files.readAllBytes(world.files.attempts());
        attempts[attempts.length / 2] ^= 1;
        Files.write(world.files.attempts(), attempts);
        append(world.files.attempts(), new byte[100]);

        try (Session session = world.open()) {
            assertThat(session.ledger.repairs().badAttemptLines()).isEqualTo(1);
            session.commit(attempt(Kind.FAILED, clip(4), "3-0", Optional.empty()));
        }
        try (Session session = world.open()) {
            assertThat(session.ledger.history(clip(4)))
                    .extracting(event -> event.taskEntry().orElseThrow())
                    .containsExactly("0-0", "2-0", "3-0");
        }
    }

    @Test
    void aManifestThatCannotBeReadIsDamageAndStaysAsItIs() throws IOException {
        Files.writeString(world.files.run(), "{\"schema\":1");

        assertThatThrownBy(world::open)
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("X.run.json");
        assertThat(world.files.run()).hasContent("{\"schema\":1");
    }

    @Test
    void whoeverRefusesTheRunUnderTheLockLeavesEverythingAsItWas() throws IOException {
        append(world.files.staging(), new byte[] {'{'});
        String run = Files.readString(world.files.run());
        byte[] staging = world.staging();
        LedgerOpening refusing = new LedgerOpening(
                "here",
                found -> {
                    throw new LedgerHeldException(world.files.output(), found.holder());
                },
                found -> LedgerWorld.manifest(),
                Optional.of(clips(6)),
                TextTable::open);

        assertThatThrownBy(() -> RunLedger.open(world.files, refusing, LedgerWorld.CLOCK, FileLayer.real()))
                .isInstanceOf(LedgerHeldException.class);

        assertThat(world.files.run()).hasContent(run);
        assertThat(world.staging()).isEqualTo(staging);
    }

    @Test
    void withoutAPlanEveryClipCounts() throws IOException {
        LedgerOpening planless =
                new LedgerOpening("here", found -> {}, found -> found.orElseThrow(), Optional.empty(), TextTable::open);

        try (RunLedger ledger = RunLedger.open(world.files, planless, LedgerWorld.CLOCK, FileLayer.real())) {
            assertThat(ledger.doneCount()).isEqualTo(3);
            assertThat(ledger.rowsOutsidePlan()).isZero();
        }
    }

    private RepairReport repairs() throws IOException {
        try (Session session = world.open()) {
            return session.ledger.repairs();
        }
    }

    private void assertDamagedAtLine(int line) throws IOException {
        byte[] staging = world.staging();
        byte[] done = Files.readAllBytes(world.files.done());

        assertThatThrownBy(world::open)
                .isInstanceOf(LedgerDamagedException.class)
                .hasMessageContaining("line " + line + " of " + world.files.staging());

        assertThat(world.staging()).isEqualTo(staging);
        assertThat(Files.readAllBytes(world.files.done())).isEqualTo(done);
    }

    private static byte[] line(int number) {
        return StagingCodec.encode(
                clip(number).value(), rowOf(clip(number)), Optional.of(Rows.provenance("host-a")), false);
    }

    private void flip(int at) throws IOException {
        byte[] staging = world.staging();
        staging[at] ^= 4;
        Files.write(world.files.staging(), staging);
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.APPEND);
    }
}
