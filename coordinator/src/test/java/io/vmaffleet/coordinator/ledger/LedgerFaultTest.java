package io.vmaffleet.coordinator.ledger;

import static io.vmaffleet.coordinator.ledger.LedgerWorld.attempt;
import static io.vmaffleet.coordinator.ledger.Rows.clip;
import static io.vmaffleet.coordinator.ledger.Rows.clips;
import static io.vmaffleet.coordinator.ledger.Rows.rowOf;
import static io.vmaffleet.coordinator.ledger.Rows.scores;
import static io.vmaffleet.coordinator.ledger.Rows.write;
import static io.vmaffleet.coordinator.ledger.Rows.writeWithFrames;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmaffleet.coordinator.ledger.AttemptEvent.Kind;
import io.vmaffleet.coordinator.ledger.FaultyLayer.Fault;
import io.vmaffleet.coordinator.ledger.LedgerWorld.Session;
import io.vmaffleet.coordinator.ledger.RunManifest.State;
import io.vmaffleet.coordinator.table.FramesDataset;
import io.vmaffleet.coordinator.verdict.Verdict;
import io.vmaffleet.feature.FeatureRow;
import io.vmaffleet.task.ClipName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A whole life of a run (opened, extracted, finished, extended from its table, finished again), stopped at each of
/// its steps on the disk, opened again and lived to its end.
class LedgerFaultTest {
    private static final long SEED = 20_260_102;
    private static final List<ClipName> AT_FIRST = clips(3);
    private static final List<ClipName> EXTENDED = clips(4);
    private static final ClipName LEFT_OUT = clip(1);

    @TempDir
    Path folder;

    private final Set<ClipName> told = new HashSet<>();
    private final Set<String> toldAttempts = new HashSet<>();
    private boolean toldEngine;
    private boolean withFrames;

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverStepFailsNothingIsLostAndNothingIsThereTwice(Fault fault) throws IOException {
        failAtEachStep(fault);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void whateverStepFailsNoRowIsThereWithoutTheScoresOfItsFrames(Fault fault) throws IOException {
        withFrames = true;
        failAtEachStep(fault);
    }

    private LedgerWorld world(String name) throws IOException {
        LedgerWorld world = new LedgerWorld(Files.createDirectory(folder.resolve(name)));
        return withFrames ? world.withFrames() : world;
    }

    private void failAtEachStep(Fault fault) throws IOException {
        FaultyLayer sound = new FaultyLayer(0, fault, SEED);
        live(world("sound"), sound);
        assertThat(sound.steps()).isGreaterThan(60);

        for (int step = 1; step <= sound.steps(); step++) {
            LedgerWorld world = world("step-" + step);
            FaultyLayer faulty = new FaultyLayer(step, fault, SEED + step);
            told.clear();
            toldAttempts.clear();
            toldEngine = false;
            try {
                live(world, faulty);
            } catch (IOException e) {
                assertThat(faulty.struck())
                        .as("%s at step %s, seed %s: %s", fault, step, SEED, e)
                        .isTrue();
            }

            assertThat(faulty.stepsAfterFault())
                    .as("steps after %s at step %s", fault, step)
                    .isZero();
            assertThatAllToldIsThere(world, fault + " at step " + step + ", seed " + SEED);
            live(world, FaultyLayer.sound());
            assertThatTheEndIsThatOfASoundLife(world, fault + " at step " + step);
        }
    }

    /// Goes on from wherever the run is, as the run loop does.
    private void live(LedgerWorld world, FileLayer layer) throws IOException {
        for (List<ClipName> plan : List.of(AT_FIRST, EXTENDED)) {
            try (Session session = world.plan(plan).layer(layer).open()) {
                if (session.ledger.manifest().engine().isEmpty()) {
                    session.ledger.update(manifest -> manifest.withEngine(Rows.ENGINE));
                    toldEngine = true;
                }
                if (session.ledger.rowsInTable() && !plan.stream().allMatch(clip -> settled(session, clip))) {
                    session.ledger.restoreFromTable(frames -> eachOf(world, frames));
                }
                for (ClipName clip : plan) {
                    extract(session, clip);
                }
                if (!session.ledger.rowsInTable()) {
                    finish(session, world, plan);
                }
            }
        }
    }

    private void extract(Session session, ClipName clip) throws IOException {
        if (settled(session, clip)) {
            return;
        }
        Optional<Verdict> verdict = Optional.of(clip.equals(LEFT_OUT) ? Verdict.LEFT_OUT : Verdict.AGAIN);
        session.commit(attempt(Kind.FAILED, clip, "1-" + clip, verdict));
        toldAttempts.add("1-" + clip);
        if (!clip.equals(LEFT_OUT)) {
            assertThat(session.commit(withFrames ? writeWithFrames(clip) : write(clip)))
                    .isEqualTo(new Committed.Staged());
            told.add(clip);
            assertThat(session.commit(withFrames ? writeWithFrames(clip) : write(clip)))
                    .isEqualTo(new Committed.Duplicate());
        }
    }

    private static void assertFrames(Session session, List<ClipName> plan) throws IOException {
        try (StagedFrames frames = session.ledger.frames()) {
            for (ClipName clip : plan) {
                if (session.ledger.done(clip)) {
                    assertThat(frames.scores(clip)).isEqualTo(scores(clip));
                }
            }
        }
    }

    private static Path dataset(LedgerWorld world) {
        return world.files.output().resolveSibling("dataset.txt");
    }

    private static void eachOf(LedgerWorld world, FramesDataset.ClipConsumer consumer) throws IOException {
        for (String clip : Files.readAllLines(dataset(world))) {
            consumer.accept(clip, scores(new ClipName(clip)));
        }
    }

    private static boolean settled(Session session, ClipName clip) {
        try {
            return session.ledger.done(clip) || session.ledger.givenUp(clip).isPresent();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void finish(Session session, LedgerWorld world, List<ClipName> plan) throws IOException {
        Map<String, FeatureRow> table = new LinkedHashMap<>();
        session.rows(plan, world.files).forEach((clip, row) -> table.put(clip.value(), row));
        if (withFrames) {
            assertFrames(session, plan);
            // the dataset of this test: names of clips, whose scores follow from them
            Files.write(dataset(world), table.keySet());
        }
        TextTable.write(world.files.output(), table);
        session.ledger.writeFailed(List.of());
        session.ledger.update(manifest -> manifest.withState(State.FINISHED));
        session.ledger.deleteStaging();
    }

    private void assertThatAllToldIsThere(LedgerWorld world, String when) throws IOException {
        RepairReport first;
        int done;
        try (Session session = world.plan(EXTENDED).layer(FaultyLayer.sound()).open()) {
            first = session.ledger.repairs();
            done = session.ledger.doneCount();
            Map<ClipName, FeatureRow> rows = session.rows(EXTENDED, world.files);
            assertThat(rows.keySet()).as(when).containsAll(told);
            rows.forEach((clip, row) -> assertThat(row).as(when).isEqualTo(rowOf(clip)));
            assertThat(first.lost()).as(when).isZero();
            assertThat(first.withoutFrames()).as(when).isZero();
            if (withFrames && !session.ledger.rowsInTable()) {
                assertFrames(session, EXTENDED);
            }
            if (toldEngine) {
                // rows of two engines must never meet in one run
                assertThat(session.ledger.manifest().engine()).as(when).contains(Rows.ENGINE);
            }
            assertThat(first.repeatedRows()).as(when).isZero();
            Set<String> attempts = new HashSet<>();
            for (ClipName clip : EXTENDED) {
                for (AttemptEvent event : session.ledger.history(clip)) {
                    assertThat(attempts.add(event.taskEntry().orElseThrow()))
                            .as(when)
                            .isTrue();
                }
            }
            assertThat(attempts).as(when).containsAll(toldAttempts);
        }
        try (Session session = world.open()) {
            assertThat(session.ledger.repairs().cutBytes()).as(when).isZero();
            assertThat(session.ledger.doneCount()).as(when).isEqualTo(done);
        }
    }

    private static void assertThatTheEndIsThatOfASoundLife(LedgerWorld world, String when) throws IOException {
        Map<String, FeatureRow> table = new LinkedHashMap<>();
        TextTable.open(world.files.output())
                .forEachRow(
                        (name, row) -> assertThat(table.put(name, row)).as(when).isNull());
        Map<String, FeatureRow> expected = EXTENDED.stream()
                .filter(clip -> !clip.equals(LEFT_OUT))
                .collect(Collectors.toMap(ClipName::value, Rows::rowOf));
        assertThat(table).as(when).isEqualTo(expected);
        assertThat(world.files.staging()).as(when).doesNotExist();
        assertThat(world.files.rowsTmp()).as(when).doesNotExist();
        assertThat(world.files.frames()).as(when).doesNotExist();
        assertThat(world.files.framesTmp()).as(when).doesNotExist();
        assertThat(world.files.done()).as(when).content().hasLineCount(3);
        assertThat(world.files.failed())
                .as(when)
                .content()
                .contains(LEFT_OUT.value())
                .hasLineCount(1);
        assertThat(RunManifest.read(world.files).map(RunManifest::state))
                .as(when)
                .contains(State.FINISHED);
    }
}
