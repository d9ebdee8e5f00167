package io.vmaffleet.coordinator.ledger;

import static io.vmaffleet.coordinator.ledger.LedgerWorld.attempt;
import static io.vmaffleet.coordinator.ledger.Rows.clip;
import static io.vmaffleet.coordinator.ledger.Rows.clips;
import static io.vmaffleet.coordinator.ledger.Rows.row;
import static io.vmaffleet.coordinator.ledger.Rows.rowOf;
import static io.vmaffleet.coordinator.ledger.Rows.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmaffleet.coordinator.ledger.AttemptEvent.Kind;
import io.vmaffleet.coordinator.ledger.LedgerWorld.Session;
import io.vmaffleet.coordinator.ledger.RunManifest.State;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.result.FailureReason;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLedgerTest {
    @TempDir
    Path folder;

    private LedgerWorld world;

    @BeforeEach
    void build() {
        world = new LedgerWorld(folder).plan(clips(6));
    }

    @Test
    void theFilesAreNamedAsTheReferenceNamesThem() {
        assertThat(List.of(world.files.staging(), world.files.done(), world.files.run(), world.files.otherStaging()))
                .containsExactly(
                        folder.resolve("X.rows.jsonl"),
                        folder.resolve("X.done"),
                        folder.resolve("X.run.json"),
                        folder.resolve("X.parquet.rows.jsonl"));
    }

    @Test
    void aCommittedRowIsReadBackWithEveryBitAndItsProvenance() throws IOException {
        try (Session session = world.open()) {
            assertThat(session.commit(write(clip(1)))).isEqualTo(new Committed.Staged());

            assertThat(session.ledger.done(clip(1))).isTrue();
            assertThat(session.ledger.doneCount()).isEqualTo(1);
            assertThat(session.ledger.row(clip(1))).contains(rowOf(clip(1)));
            try (StagedRows rows = session.ledger.rows()) {
                assertThat(rows.row(clip(1)).flatMap(StagedRow::provenance)).contains(Rows.provenance("host-a"));
                assertThat(rows.row(clip(2))).isEmpty();
            }
        }
        assertThat(Files.readString(world.files.staging()))
                .startsWith("{\"clip_name\":\"clip_0001.mp4\",\"width\":960,")
                .matches("(?s).*\"provenance\":\\{.*},\"crc32c\":\"[0-9a-f]{8}\"}\n");
        assertThat(world.files.done()).hasContent("clip_0001.mp4\n");
    }

    @Test
    void aResultDeliveredTwiceIsStagedOnceAlsoAfterARestart() throws IOException {
        try (Session session = world.open()) {
            session.commit(write(clip(1)));
            assertThat(session.commit(write(clip(1)))).isEqualTo(new Committed.Duplicate());
        }
        try (Session session = world.open()) {
            assertThat(session.commit(write(clip(1)))).isEqualTo(new Committed.Duplicate());
        }

        assertThat(Files.readAllLines(world.files.staging())).hasSize(1);
    }

    @Test
    void aSecondRowThatDiffersIsNotTakenAndNamesBothHostsOnce() throws IOException {
        LedgerWrite.Row other = write(clip(1), row(99), "5-0", "host-b");
        try (Session session = world.open()) {
            session.commit(write(clip(1)));

            Committed.Outcome outcome = session.commit(other);

            assertThat(outcome).isInstanceOfSatisfying(Committed.Disagrees.class, disagrees -> {
                assertThat(disagrees.columns()).contains("adm2");
                assertThat(disagrees.kept()).contains(Rows.provenance("host-a"));
                assertThat(disagrees.other()).isEqualTo(Rows.provenance("host-b"));
            });
            assertThat(session.commit(other)).isInstanceOf(Committed.Disagrees.class);
            assertThat(session.ledger.row(clip(1))).contains(rowOf(clip(1)));
        }
        try (Session session = world.open()) {
            assertThat(session.ledger.history(clip(1))).singleElement().satisfies(event -> {
                assertThat(event.kind()).isEqualTo(Kind.DISAGREED);
                assertThat(event.host()).contains("host-b");
                assertThat(event.detail()).contains("host-a", "adm2");
            });
            assertThat(session.ledger.disagreements()).isEqualTo(1);
        }
    }

    @Test
    void anAttemptIsCountedOnceByItsTaskAlsoAfterARestart() throws IOException {
        LedgerWrite failed = attempt(Kind.FAILED, clip(2), "7-0", Optional.of(Verdict.AGAIN));
        try (Session session = world.open()) {
            assertThat(session.commit(failed)).isEqualTo(new Committed.Recorded());
            assertThat(session.commit(failed)).isEqualTo(new Committed.AlreadyRecorded());
        }
        try (Session session = world.open()) {
            assertThat(session.commit(failed)).isEqualTo(new Committed.AlreadyRecorded());
            session.commit(attempt(Kind.EXPIRED, clip(2), "8-0", Optional.empty()));

            assertThat(session.ledger.history(clip(2)))
                    .containsExactly(
                            LedgerWorld.event(Kind.FAILED, clip(2), "7-0", Optional.of(Verdict.AGAIN)),
                            LedgerWorld.event(Kind.EXPIRED, clip(2), "8-0", Optional.empty()));
        }
    }

    @Test
    void whatIsSubmittedAtOnceIsComparedWithinItsBatch() throws IOException {
        List<Committed> all = new ArrayList<>();
        RunLedger ledger = RunLedger.open(world.files, world.opening(), LedgerWorld.CLOCK, FaultyLayer.sound());
        ledger.start(new CommitListener() {
            @Override
            public void committed(List<Committed> batch) {
                all.addAll(batch);
            }

            @Override
            public void broken(IOException cause) {
                throw new AssertionError(cause);
            }
        });

        for (int i = 0; i < 4; i++) {
            ledger.submit(write(clip(1)));
            ledger.submit(attempt(Kind.FAILED, clip(2), "7-0", Optional.empty()));
        }
        ledger.close();

        assertThat(all)
                .extracting(committed -> (Object) committed.outcome().getClass())
                .startsWith(Committed.Staged.class, Committed.Recorded.class)
                .endsWith(Committed.Duplicate.class, Committed.AlreadyRecorded.class)
                .hasSize(8);
        assertThat(Files.readAllLines(world.files.staging())).hasSize(1);
        assertThat(Files.readAllLines(world.files.attempts())).hasSize(1);
    }

    @Test
    void aClipIsGivenUpUntilItIsRetriedOrDone() throws IOException {
        try (Session session = world.open()) {
            session.commit(attempt(Kind.FAILED, clip(1), "1-0", Optional.of(Verdict.AGAIN)));
            session.commit(attempt(Kind.FAILED, clip(1), "2-0", Optional.of(Verdict.FAILED)));
            session.commit(attempt(Kind.FAILED, clip(2), "3-0", Optional.of(Verdict.LEFT_OUT)));
            session.commit(attempt(Kind.FAILED, clip(3), "4-0", Optional.of(Verdict.FAILED)));
            assertThat(session.ledger.givenUp(clip(3)).flatMap(AttemptEvent::verdict))
                    .contains(Verdict.FAILED);

            session.commit(write(clip(3)));
            session.commit(attempt(Kind.RETRY_REQUESTED, clip(2), "none", Optional.empty()));
        }

        try (Session session = world.open()) {
            assertThat(session.ledger.givenUp(clip(3))).isEmpty();
            assertThat(session.ledger.givenUp(clip(2))).isEmpty();
            List<FailedClip> givenUp = new ArrayList<>();
            session.ledger.forEachGivenUp(givenUp::add);
            assertThat(givenUp)
                    .containsExactly(new FailedClip(
                            "clip_0001.mp4",
                            FailureReason.DECODE_ERROR,
                            "frame 7 of \"clip_0001.mp4\" is broken",
                            Verdict.FAILED,
                            2,
                            List.of("host-a")));

            session.ledger.writeFailed(List.of(new FailedClip(
                    "bad\\x0a.mp4", FailureReason.BAD_NAME, "a line feed", Verdict.FAILED, 0, List.of())));
        }
        assertThat(world.files.failed())
                .hasContent("{\"clip_name\":\"clip_0001.mp4\",\"reason\":\"DECODE_ERROR\",\"detail\":\"frame 7 of"
                        + " \\\"clip_0001.mp4\\\" is broken\",\"verdict\":\"failed\",\"attempts\":2,\"hosts\":[\"host-a\"]}\n"
                        + "{\"clip_name\":\"bad\\\\x0a.mp4\",\"reason\":\"BAD_NAME\",\"detail\":\"a line feed\","
                        + "\"verdict\":\"failed\",\"attempts\":0,\"hosts\":[]}\n");
    }

    @Test
    void rowsOfClipsThatLeftTheCorpusAreKeptAndNotCounted() throws IOException {
        try (Session session = world.open()) {
            session.commit(write(clip(1)));
            session.commit(write(clip(5)));
        }

        try (Session session = world.plan(clips(3)).open()) {
            assertThat(session.ledger.doneCount()).isEqualTo(1);
            assertThat(session.ledger.rowsOutsidePlan()).isEqualTo(1);
            assertThat(session.ledger.row(clip(5))).contains(rowOf(clip(5)));
            assertThat(session.ledger.repairs().sentences())
                    .singleElement()
                    .asString()
                    .contains("1 rows");
        }
    }

    @Test
    void awkwardNamesSurvive() throws IOException {
        ClipName quoted = new ClipName("say \"hi\" \\ there.mp4");
        ClipName foreign = new ClipName("\u00fcb\u00e9r \ud83d\ude00.mp4");
        world.plan(List.of(quoted, foreign));
        try (Session session = world.open()) {
            session.commit(write(quoted));
            session.commit(write(foreign));
        }

        try (Session session = world.open()) {
            assertThat(session.ledger.doneCount()).isEqualTo(2);
            assertThat(session.ledger.row(quoted)).contains(rowOf(quoted));
            assertThat(session.ledger.repairs().sentences()).isEmpty();
        }
    }

    @Test
    void aResultThatNamesNoClipIsOnRecordToo() throws IOException {
        try (Session session = world.open()) {
            assertThat(session.commit(new LedgerWrite.Unreadable("9-0", "", "no field 'clip'")))
                    .isEqualTo(new Committed.Recorded());
        }
        try (Session session = world.open()) {
            assertThat(session.ledger.repairs().badAttemptLines()).isZero();
        }
        assertThat(world.files.attempts()).content().contains("unreadable_result", "9-0");
    }

    @Test
    void theManifestSaysAllThatResumeNeedsAndWhoHoldsIt() throws IOException {
        try (Session session = world.open()) {
            session.ledger.update(manifest -> manifest.withEngine(Rows.ENGINE).withState(State.RUNNING));
        }

        RunManifest read = RunManifest.read(world.files).orElseThrow();
        assertThat(read.holder().orElseThrow().pid())
                .isEqualTo(ProcessHandle.current().pid());
        assertThat(read)
                .isEqualTo(LedgerWorld.manifest()
                        .withEngine(Rows.ENGINE)
                        .withState(State.RUNNING)
                        .withHolder(read.holder().orElseThrow()));
    }

    @Test
    void aFinishedRunIsExtendedFromItsTable() throws IOException {
        try (Session session = world.open()) {
            for (ClipName clip : clips(6)) {
                session.commit(write(clip));
            }
            finish(session, clips(6));
            assertThat(session.ledger.done(clip(1))).isTrue();
            assertThat(session.ledger.row(clip(1))).isEmpty();
        }
        assertThat(world.files.staging()).doesNotExist();

        try (Session session = world.plan(clips(8)).open()) {
            assertThat(session.ledger.rowsInTable()).isTrue();
            assertThat(session.ledger.doneCount()).isEqualTo(6);
            assertThat(world.files.done()).content().hasLineCount(6);
            assertThatThrownBy(() -> session.ledger.submit(write(clip(7)))).isInstanceOf(IllegalStateException.class);

            session.ledger.restoreFromTable(none -> {});

            session.commit(write(clip(6)));
            session.commit(write(clip(7)));
            assertThat(session.rows(clips(8), world.files)).isEqualTo(expected(clips(8)));
            assertThat(world.files.done()).content().hasLineCount(8);
        }
    }

    @Test
    void sixHundredRowsWithACrashInTheMiddleEqualThoseOfAnUndisturbedRun() throws IOException {
        List<ClipName> six = clips(600);
        world.plan(six);
        try (Session session = world.open()) {
            for (ClipName clip : six.subList(0, 350)) {
                session.commit(write(clip));
            }
        }
        byte[] staging = world.staging();
        Files.write(world.files.staging(), java.util.Arrays.copyOf(staging, staging.length - 700));
        List<String> done = Files.readAllLines(world.files.done());
        Files.write(world.files.done(), done.subList(0, 349));

        try (Session session = world.open()) {
            assertThat(session.ledger.doneCount()).isEqualTo(349);
            for (ClipName clip : six) {
                if (!session.ledger.done(clip)) {
                    session.commit(write(clip));
                }
            }

            assertThat(session.rows(six, world.files)).isEqualTo(expected(six));
            assertThat(expected(six).values()).anyMatch(row -> row.values().containsValue(Double.NaN));
        }
    }

    @Test
    void closingTwiceIsClosingOnceAndNothingIsTakenAfterwards() throws IOException {
        Session session = world.open();
        session.commit(write(clip(1)));

        session.close();
        session.close();

        assertThatThrownBy(() -> session.ledger.submit(write(clip(2))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void anInterruptOfWhoeverWaitsHurtsNobody() throws IOException {
        try (Session session = world.open()) {
            Thread.currentThread().interrupt();
            session.ledger.update(manifest -> manifest.withState(State.RUNNING));
            assertThat(Thread.interrupted()).isTrue();

            assertThat(session.commit(write(clip(1)))).isEqualTo(new Committed.Staged());
        }
    }

    @Test
    void aLedgerWhoseManifestAnotherProcessTookOverNeverWritesAgain() throws IOException {
        try (Session session = world.open()) {
            session.commit(write(clip(1)));
            byte[] before = world.staging();
            RunManifest other = session.ledger
                    .manifest()
                    .withHolder(new RunManifest.Holder("there", 4711, LedgerWorld.CLOCK.instant()));
            Path beside = folder.resolve("other");
            Files.writeString(beside, ManifestCodec.encode(other));
            Files.move(beside, world.files.run(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);

            assertThatThrownBy(() -> session.commit(write(clip(2))))
                    .isInstanceOf(LedgerHeldException.class)
                    .hasMessageContaining("process 4711 on host there");
            assertThat(world.staging()).isEqualTo(before);
            // whoever submits may not have heard of it yet
            session.ledger.submit(write(clip(3)));
            session.close();
            assertThat(world.staging()).isEqualTo(before);
        }
    }

    @Test
    void aSecondOpeningInTheSameProcessIsRefusedAndLeavesTheFirstItsLock() throws IOException {
        try (Session session = world.open()) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(world::open)
                        .isInstanceOf(LedgerHeldException.class)
                        .hasMessageContaining(
                                "process " + ProcessHandle.current().pid() + " on host here");
            }
            session.commit(write(clip(1)));
        }
        world.open().close();
    }

    @Test
    void anOutputInNoFolderIsRefusedInASentence() {
        LedgerWorld nowhere = new LedgerWorld(folder.resolve("not/there"));

        assertThatThrownBy(nowhere::open)
                .isInstanceOf(UnusableOutputException.class)
                .hasMessageContaining("does not exist: make it");
    }

    private void finish(Session session, List<ClipName> plan) throws IOException {
        Map<String, FeatureRow> table = new LinkedHashMap<>();
        session.rows(plan, world.files).forEach((clip, row) -> table.put(clip.value(), row));
        TextTable.write(world.files.output(), table);
        session.ledger.update(manifest -> manifest.withState(State.FINISHED));
        session.ledger.deleteStaging();
    }

    private static Map<ClipName, FeatureRow> expected(List<ClipName> clips) {
        Map<ClipName, FeatureRow> rows = new LinkedHashMap<>();
        clips.forEach(clip -> rows.put(clip, rowOf(clip)));
        return rows;
    }
}
